// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Target;
import dev.foreshock.core.config.Live;
import dev.foreshock.core.config.Overrides;
import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * A setting that may differ from one dependency to the next. Users name a dependency by its system and any of host, host and
 * port, and database, or by all of it.
 *
 * @param base the setting that holds for all dependencies
 * @param overrides patterns of dependencies with values of their own
 * @param <T> the type of the value
 */
record PerTarget<T>(Setting<T> base, Setting<Overrides<T>> overrides) {

    static <T> PerTarget<T> of(Setting<T> base) {
        String meaning =
                "The same for some dependencies only, as in postgresql:orders=value or http:*.example.com=value.";
        return new PerTarget<>(
                base.changeable(), Setting.overrides(base, meaning).changeable());
    }

    Limit<T> read(Settings settings) {
        return new Limit<>(settings.live(base), settings.live(overrides));
    }

    /** What the overrides say of a dependency, else {@code otherwise}. */
    static <T> T get(Overrides<T> overrides, @Nullable Target target, T otherwise) {
        if (target == null || overrides.isEmpty()) {
            return otherwise;
        }
        String system = target.system();
        String address = target.address();
        T value = overrides.get(system, otherwise);
        if (address != null && target.port() > 0) {
            value = overrides.get(system + ":" + address + ":" + target.port(), value);
        }
        if (address != null) {
            value = overrides.get(system + ":" + address, value);
        }
        if (target.namespace() != null) {
            value = overrides.get(system + ":" + target.namespace(), value);
        }
        return overrides.get(target.display(), value);
    }

    /** The values that the user has set, as they are when asked for. */
    record Limit<T>(Live<T> base, Live<Overrides<T>> exceptions) {

        T at(@Nullable Target target) {
            return PerTarget.get(exceptions.get(), target, base.get());
        }
    }
}
