// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.DependencySettings;
import dev.foreshock.core.detect.DetectionSettings;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.metrics.MetricSettings;
import dev.foreshock.core.trace.TraceSettings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every setting of the agent: for {@code java -jar}, for the page that documents them, and to find misspelt names. */
public final class AllSettings {
    private AllSettings() {}

    /** In the order in which they are documented. */
    public static List<Setting<?>> list() {
        List<Setting<?>> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<List<Setting<?>>> parts = List.of(
                BootSettings.ALL,
                ExportSettings.ALL,
                TraceSettings.ALL,
                MetricSettings.ALL,
                DetectionSettings.ALL,
                DependencySettings.ALL);
        for (List<Setting<?>> part : parts) {
            for (Setting<?> setting : part) {
                if (names.add(setting.name())) {
                    all.add(setting);
                }
            }
        }
        return all;
    }

    /** Prints name, default and meaning of each. */
    static void describe(PrintStream out) {
        String group = "";
        for (Setting<?> setting : list()) {
            if (!setting.group().equals(group)) {
                group = setting.group();
                out.println();
                out.println("  " + group);
            }
            String otherwise = otherwise(setting);
            out.println("    " + setting.name() + (otherwise.isEmpty() ? "" : " (" + otherwise + ")"));
            out.println("        " + setting.meaning());
        }
    }

    private static <T> String otherwise(Setting<T> setting) {
        return setting.show(setting.otherwise());
    }

    /** The value of each setting that the user has set, as {@code NAME=value}; what may hold credentials is not shown. */
    static List<String> effective(Settings settings) {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : list()) {
            if (settings.isSet(setting)) {
                lines.add(setting.name() + "=" + shown(setting, settings));
            }
        }
        return lines;
    }

    private static <T> String shown(Setting<T> setting, Settings settings) {
        return setting.show(settings.get(setting));
    }
}
