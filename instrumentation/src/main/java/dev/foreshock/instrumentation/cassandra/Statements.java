// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a statement asks for: its shape, and a hash over the values that are bound to it. None of these is kept. */
final class Statements {
    private static final long PRIME = 0x100000001B3L; // of FNV-1a
    /** Nothing is known of the values. */
    private static final long OPAQUE = Long.MIN_VALUE;

    /** Of a long value the beginning and the length will do. */
    private static final int MOST_BYTES = 256;

    private Statements() {}

    static void describe(Operation operation, Object statement, Target target) {
        if (statement instanceof BatchStatement batch) {
            batch(operation, batch, target);
            return;
        }
        Shape shape = shape(statement, target);
        long values = values(statement);
        if (shape != null) {
            int traits = shape.traits();
            if (values == OPAQUE) {
                // Whether two of them ask for the same cannot be told.
                traits |= Shape.VOLATILE;
            }
            if (statement instanceof Statement<?> paged && paged.getPagingState() != null) {
                // Page after page is neither the same again nor a loop over rows.
                traits &= ~Shape.READS;
            }
            if (shape.is(Shape.WRITES)) {
                // To send writes of several partitions as one batch makes nothing better: each counts as one.
                operation.batchSize(1);
            }
            operation.shape(traits == shape.traits() ? shape : with(shape, shape.text(), traits));
        }
        operation.parameterHash(values);
    }

    private static @Nullable Shape shape(Object statement, Target target) {
        String text = statement instanceof BoundStatement bound
                ? bound.getPreparedStatement().getQuery()
                : statement instanceof SimpleStatement simple ? simple.getQuery() : null;
        return text == null ? null : Recorder.instance().sql(text, target);
    }

    /** The shape of its statements where all have the same, else that of the first one with a word of its own. */
    private static void batch(Operation operation, BatchStatement batch, Target target) {
        Shape first = null;
        boolean same = true;
        long values = 0;
        for (Object each : batch) {
            Shape shape = shape(each, target);
            if (first == null) {
                first = shape;
            } else if (shape == null || shape.hash() != first.hash()) {
                same = false;
            }
            values = values * PRIME + values(each) + (shape == null ? 0 : shape.literalHash());
        }
        operation.batchSize(batch.size());
        operation.parameterHash(values);
        operation.shape(first == null || same ? first : with(first, first.text() + "; ...", first.traits()));
    }

    private static Shape with(Shape shape, String text, int traits) {
        Variant variant = new Variant(shape, text, traits);
        return Recorder.instance().shape(variant.hash(), variant);
    }

    /** A shape that differs from another one in its traits, or in what follows. */
    private record Variant(Shape shape, String text, int traits) implements Supplier<Shape> {
        long hash() {
            return (shape.hash() ^ (text.length() * 31L + traits)) * PRIME;
        }

        @Override
        public Shape get() {
            return new Shape(
                    hash(), text, shape.summary(), shape.operation(), shape.collections(), shape.arity(), 0, traits);
        }
    }

    private static long values(Object statement) {
        long hash = 0;
        if (statement instanceof BoundStatement bound) {
            for (ByteBuffer value : bound.getValues()) {
                hash = hash * PRIME + hash(value);
            }
        } else if (statement instanceof SimpleStatement simple) {
            for (Object value : simple.getPositionalValues()) {
                if (!isPlain(value)) {
                    return OPAQUE;
                }
                hash = hash * PRIME + (value == null ? 1 : value.hashCode());
            }
            for (Object value : simple.getNamedValues().values()) {
                if (!isPlain(value)) {
                    return OPAQUE;
                }
                hash = hash * PRIME + (value == null ? 1 : value.hashCode());
            }
        }
        return hash ^ (hash >>> 32);
    }

    /** What is compared by its value, without running any code of the application's. */
    private static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID
                || value.getClass().getName().startsWith("java.time.");
    }

    private static long hash(@Nullable ByteBuffer value) {
        if (value == null) {
            return 1;
        }
        long hash = value.remaining();
        int end = Math.min(value.limit(), value.position() + MOST_BYTES);
        for (int i = value.position(); i < end; i++) {
            hash = (hash ^ value.get(i)) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
