// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.config.Live;
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
        return new Threshold<>(
                base.changeable(), Setting.overrides(base, meaning).changeable());
    }

    Limit<T> read(Settings settings) {
        return new Limit<>(settings.live(base), settings.live(overrides));
    }

    /** The values that the user has set, as they are when asked for. Asking allocates nothing where there are no overrides. */
    record Limit<T>(Live<T> base, Live<Overrides<T>> exceptions) {

        T value() {
            return base.get();
        }

        T in(LocalTrace unit) {
            Overrides<T> overrides = exceptions.get();
            return overrides.isEmpty() ? base.get() : overrides.get(unit.name(), base.get());
        }

        T in(String unitName) {
            return exceptions.get().get(unitName, base.get());
        }
    }
}
