// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.config.Overrides;
import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;

/**
 * A threshold that may differ from one unit of work to the next.
 *
 * @param base the setting that holds for all units
 * @param overrides patterns of unit names with values of their own
 * @param <T> the type of the value
 */
record Threshold<T>(Setting<T> base, Setting<Overrides<T>> overrides) {

    static <T> Threshold<T> of(Setting<T> base) {
        String meaning = "The same for some units of work only, as in GET /reports/*=value.";
        return new Threshold<>(base, Setting.overrides(base, meaning));
    }

    Limit<T> read(Settings settings) {
        return new Limit<>(settings.get(base), settings.get(overrides));
    }

    /** The values that the user has set. Asking allocates nothing where there are no overrides. */
    record Limit<T>(T value, Overrides<T> overrides) {

        T in(LocalTrace unit) {
            return overrides.isEmpty() ? value : overrides.get(unit.name(), value);
        }

        T in(String unitName) {
            return overrides.get(unitName, value);
        }
    }
}
