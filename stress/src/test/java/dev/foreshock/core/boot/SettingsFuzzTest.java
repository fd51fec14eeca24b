// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import java.util.List;

/** Settings: what cannot be read is reported, and the default stands. */
class SettingsFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void aValueIsReadOrReported(FuzzedDataProvider data) {
        Setting<?> setting = data.pickValue(AllSettings.list());
        String value = data.consumeRemainingAsString();
        Settings settings = Settings.of(name -> value, property -> null, line -> {});
        if (settings.get(setting) == null) {
            throw new AssertionError(setting + " = " + value);
        }
        settings.reportUnknown(List.of("FORESHOCK_" + value), List.of(value), List.of(setting));
    }
}
