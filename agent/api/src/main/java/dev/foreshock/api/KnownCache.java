// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a cache in this process, or behind it: its name, and where it is counted. Immutable; kept with the cache by
 * {@link Associations}.
 */
public final class KnownCache {
    private static final String UNNAMED = "unnamed";

    private final String name;
    private final CacheMeter meter;

    private KnownCache(String name) {
        this.name = name;
        this.meter = Recorder.instance().cacheMeter(name);
    }

    /**
     * What is known of the cache. Costs a look-up.
     *
     * @param name where it is not known yet; {@code null} where the cache has none
     */
    public static KnownCache of(Object cache, @Nullable String name) {
        KnownCache known = Associations.get(cache, KnownCache.class);
        if (known == null) {
            known = new KnownCache(name == null || name.isEmpty() ? UNNAMED : name);
            Associations.put(cache, known);
        }
        return known;
    }

    public String name() {
        return name;
    }

    CacheMeter meter() {
        return meter;
    }
}
