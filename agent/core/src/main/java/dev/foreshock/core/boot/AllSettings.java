// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.detect.DetectionSettings;
import dev.foreshock.core.export.ExportSettings;
import dev.foreshock.core.metrics.MetricSettings;
import dev.foreshock.core.trace.TraceSettings;
import java.util.ArrayList;
import java.util.List;

/** Every setting there is, in the order in which they are documented. */
public final class AllSettings {
    private AllSettings() {}

    public static List<Setting<?>> list() {
        List<Setting<?>> all = new ArrayList<>();
        all.addAll(BootSettings.ALL);
        all.addAll(ExportSettings.ALL);
        all.addAll(TraceSettings.ALL);
        all.addAll(MetricSettings.ALL);
        all.addAll(DetectionSettings.ALL);
        return all;
    }
}
