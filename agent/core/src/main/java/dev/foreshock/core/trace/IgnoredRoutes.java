// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.core.config.Glob;
import java.util.List;

/** Paths that begin no unit of work: health checks, and what {@code FORESHOCK_IGNORE_ROUTES} names. Immutable. */
final class IgnoredRoutes {
    private final String[] globs;

    IgnoredRoutes(List<String> globs) {
        this.globs = globs.toArray(new String[0]);
    }

    boolean contains(String path) {
        for (String glob : globs) {
            if (Glob.matches(glob, path)) {
                return true;
            }
        }
        return false;
    }
}
