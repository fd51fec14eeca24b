// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.Setting;
import java.util.List;

/**
 * The settings that are read before there are any {@link dev.foreshock.core.config.Settings}: declared here so that they are
 * documented and known, read by the premain class and {@link Switches}.
 */
final class BootSettings {
    private static final String GROUP = "Agent";

    static final List<Setting<?>> ALL = List.of(
            Setting.flag(GROUP, "FORESHOCK_ENABLED", true, "Whether the agent does anything at all."),
            Setting.flag(GROUP, "OTEL_JAVAAGENT_ENABLED", true, "The same, under the name that other agents use."),
            Setting.flag(GROUP, "OTEL_SDK_DISABLED", false, "The same once more, the other way round."),
            Setting.flagOfProperty(
                    GROUP,
                    "otel.instrumentation.common.default-enabled",
                    true,
                    "Whether instrumentations are on that OTEL_INSTRUMENTATION_<NAME>_ENABLED does not name."),
            Setting.flag(
                    GROUP,
                    "FORESHOCK_DIAGNOSE",
                    false,
                    "Says at exit what was woven, what was not and why, which advice was switched off, and what was lost."),
            Setting.choice(
                    GROUP,
                    "FORESHOCK_LOG_LEVEL",
                    "info",
                    "What the agent itself says on stderr.",
                    "off",
                    "error",
                    "warn",
                    "info",
                    "debug",
                    "trace"));

    private BootSettings() {}
}
