// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code FORESHOCK_IGNORE_ROUTES} names, by default health checks. A path that matches begins no unit of work; a route,
 * job or queue that matches, whose name is known only later, has no findings. Immutable.
 */
public final class IgnoredRoutes {
    /**
     * Health checks are found below any context path, but for the one name that may as well be a resource of the
     * application, as in {@code /patients/17/health}.
     */
    public static final Setting<List<String>> SETTING = Setting.list(
            "Traces",
            "FORESHOCK_IGNORE_ROUTES",
            List.of(
                    "/health",
                    "*/healthz",
                    "*/livez",
                    "*/readyz",
                    "*/actuator/health",
                    "*/actuator/health/*",
                    "*/actuator/info",
                    "*/actuator/prometheus"),
            "Paths, with * for any characters, for which nothing is recorded; the context path is part of them.");

    private final String[] globs;

    public IgnoredRoutes(Settings settings) {
        this.globs = settings.get(SETTING).toArray(new String[0]);
    }

    public boolean contains(@Nullable String path) {
        if (path == null) {
            return false;
        }
        for (String glob : globs) {
            if (Glob.matches(glob, path)) {
                return true;
            }
        }
        return false;
    }
}
