// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * Names of units made of method and route, so that the text is not put together again for each request. A direct-mapped table of
 * 256 names; where two share a place, they are made again. Any number of threads: what they race for never changes once made.
 */
final class UnitNames {
    private static final int PLACES = 256;
    private static final @Nullable Name[] NAMES = new Name[PLACES];

    private UnitNames() {}

    static String of(String method, String route) {
        int hash = method.hashCode() * 31 + route.hashCode();
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Name known = NAMES[place];
        if (known == null || !known.method.equals(method) || !known.route.equals(route)) {
            known = new Name(method, route, method + " " + route);
            NAMES[place] = known;
        }
        return known.text;
    }

    /** Its fields are final, so that a thread that sees it sees them. */
    private record Name(String method, String route, String text) {}
}
