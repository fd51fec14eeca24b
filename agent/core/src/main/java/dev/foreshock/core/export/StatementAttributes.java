// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all executions of one statement at one database have in common, made once and copied: a service runs few statements
 * many times. A place that another statement takes is made anew. For the export thread alone.
 */
final class StatementAttributes {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");

    private static final int PLACES = 256;

    private record Known(Shape shape, @Nullable Target target, Pairs pairs) {}

    private final @Nullable Known[] places = new Known[PLACES];

    /** To be added to by the caller. */
    Pairs of(Operation operation) {
        Shape shape = operation.shape();
        if (shape == null) {
            return target(new Pairs(), operation.target());
        }
        if (operation.batchSize() > 1) {
            Pairs pairs = statement(new Pairs(), operation.kind(), shape, true).add(BATCH_SIZE, operation.batchSize());
            return target(pairs, operation.target());
        }
        return new Pairs(known(operation.kind(), shape, operation.target()));
    }

    private Pairs known(Kind kind, Shape shape, @Nullable Target target) {
        int hash = Long.hashCode(shape.hash()) * 31 + Objects.hashCode(target);
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        Known known = places[place];
        if (known == null || !alike(known.shape, shape) || !Objects.equals(known.target, target)) {
            known = new Known(shape, target, target(statement(new Pairs(), kind, shape, false), target));
            places[place] = known;
        }
        return known.pairs;
    }

    /**
     * Whether nothing that is shown of the two differs. Many statements have a shape object of their own, for their arity or the
     * hash of their literals, but the text of the one they were recognised by.
     */
    @SuppressWarnings("ReferenceEquality") // an equal text that is another object only takes the place
    private static boolean alike(Shape one, Shape other) {
        return one.text() == other.text()
                && one.summary() == other.summary()
                && one.operation() == other.operation()
                && one.collections() == other.collections();
    }

    private static Pairs statement(Pairs pairs, Kind kind, Shape shape, boolean batch) {
        String name = shape.operation();
        pairs.add(OPERATION, batch && kind == Kind.DATABASE ? "BATCH " + name : name);
        // The name of one collection, and only where it is the only one.
        if (shape.collections().size() == 1) {
            pairs.add(COLLECTION, shape.collection());
        }
        return pairs.add(SUMMARY, shape.summary()).add(TEXT, shape.text());
    }

    private static Pairs target(Pairs pairs, @Nullable Target target) {
        if (target != null) {
            pairs.add(SYSTEM, target.system()).add(NAMESPACE, target.namespace());
            SpanAttributes.server(pairs, target);
        }
        return pairs;
    }
}
