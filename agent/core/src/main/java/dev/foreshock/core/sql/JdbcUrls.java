// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** Reads JDBC URLs. */
public final class JdbcUrls {
    private JdbcUrls() {}

    /** The target that a JDBC URL names, or {@code null} where the text is no JDBC URL. */
    public static @Nullable Target target(String url) {
        return url.startsWith("jdbc:") ? new Target("other_sql", null, 0, null) : null;
    }
}
