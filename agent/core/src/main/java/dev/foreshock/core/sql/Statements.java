// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What instrumentations ask about databases: the shape of a statement, the target of a JDBC URL. Thread safe, no locks. */
public final class Statements {
    private static final int MAX_TARGETS = 512;

    private final boolean replaceDigits;
    private final ConcurrentHashMap<String, Target> targets = new ConcurrentHashMap<>();

    /** Made with the first statement, not at start-up. Two threads may both make one; what one of them cached is lost. */
    private volatile @Nullable SqlShapes shapes;

    /** See {@link SqlShapes#SqlShapes(boolean)}. */
    public Statements(boolean replaceDigits) {
        this.replaceDigits = replaceDigits;
    }

    /** See {@link SqlShapes#shape}. */
    public Shape shape(String text, @Nullable Target target) {
        SqlShapes known = shapes;
        if (known == null) {
            known = shapes = new SqlShapes(replaceDigits);
        }
        return known.shape(text, target);
    }

    /** The target that a JDBC URL names; {@code null} where the URL cannot be read. */
    public @Nullable Target target(String url) {
        Target known = targets.get(url);
        if (known != null) {
            return known;
        }
        Target read = JdbcUrls.target(url);
        if (read != null && targets.size() < MAX_TARGETS) {
            targets.put(url, read);
        }
        return read;
    }
}
