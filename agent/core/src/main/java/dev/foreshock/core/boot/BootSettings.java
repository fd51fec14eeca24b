// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.InstrumentationSettings;
import dev.foreshock.core.config.Setting;
import java.util.List;

/** What users may set about attaching and weaving. The first three are read by the premain class. */
final class BootSettings {
    private static final String GROUP = "Agent";

    static final Setting<Boolean> ENABLED =
            Setting.flag(GROUP, "FORESHOCK_ENABLED", true, "Whether the agent does anything at all.");
    static final Setting<Boolean> AGENT_ENABLED =
            Setting.flag(GROUP, "OTEL_JAVAAGENT_ENABLED", true, "The same, under the name that other agents use.");
    static final Setting<Boolean> SDK_DISABLED =
            Setting.flag(GROUP, "OTEL_SDK_DISABLED", false, "The same once more, the other way round.");
    static final Setting<Boolean> WEAVE_AT_START = Setting.flag(
            GROUP,
            "FORESHOCK_WEAVE_AT_START",
            false,
            "Whether the application waits until the weaver is ready. Takes half a second or so, and nothing is missed: for"
                    + " programs that end soon.");
    static final Setting<Boolean> DIAGNOSE = Setting.flag(
            GROUP,
            "FORESHOCK_DIAGNOSE",
            false,
            "Says at exit what was woven, what was not and why, which advice was switched off, and what was lost.");
    static final Setting<String> LOG_LEVEL = Setting.choice(
            GROUP,
            "FORESHOCK_LOG_LEVEL",
            "info",
            "What the agent itself says on stderr.",
            "off",
            "error",
            "warn",
            "info",
            "debug",
            "trace");

    static final Setting<String> CONFIG_FILE = Setting.text(
            GROUP,
            "FORESHOCK_CONFIG_FILE",
            "",
            "A local file with lines NAME=value, looked at once a second: what it says of the settings marked below overrules"
                    + " variables and properties, without a restart.");

    /** All of them, in the order in which they are documented. */
    static final List<Setting<?>> ALL = List.of(
            ENABLED,
            AGENT_ENABLED,
            SDK_DISABLED,
            InstrumentationSettings.DEFAULT_ENABLED,
            WEAVE_AT_START,
            DIAGNOSE,
            LOG_LEVEL,
            CONFIG_FILE);

    private BootSettings() {}
}
