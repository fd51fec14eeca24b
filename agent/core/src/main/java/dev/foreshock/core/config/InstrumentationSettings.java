// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

/** What holds for everything that is switched on and off as {@code OTEL_INSTRUMENTATION_<NAME>_ENABLED}. */
public final class InstrumentationSettings {
    public static final Setting<Boolean> DEFAULT_ENABLED = Setting.flagOfProperty(
            "Agent",
            "otel.instrumentation.common.default-enabled",
            true,
            "Whether instrumentations are on, and the JVM's own metrics; OTEL_INSTRUMENTATION_<NAME>_ENABLED overrules it for"
                    + " one of them.");

    private InstrumentationSettings() {}
}
