// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one command: {@code find products {category: ?, price: {$gt: ?}} limit ?}. It is read once for its hash, and a second
 * time, for its text, only where no command of this shape was seen lately.
 */
final class CommandShape implements Supplier<Shape> {
    private final String name;
    private final @Nullable String collection;
    private final BsonDocument command;
    private final @Nullable Map<?, ?> fields;
    private int traits;
    private long hash;
    private long parameterHash;

    CommandShape(String sent, BsonDocument command) {
        this.name = CommandKinds.safe(sent);
        this.command = command;
        this.fields = Outline.fields(command);
        this.collection = collection(sent);
        this.traits = CommandKinds.traits(name);
    }

    /** The shape of a cursor's next batch that turned out to have been waited for. */
    static Shape waiting(Shape shape) {
        if (shape.is(Shape.BLOCKING)) {
            return shape;
        }
        return new Shape(
                shape.hash() + Shape.BLOCKING,
                shape.text(),
                shape.summary(),
                shape.operation(),
                shape.collections(),
                0,
                0,
                shape.traits() | Shape.BLOCKING);
    }

    private @Nullable String collection(String sent) {
        if (name.equals("getMore")) {
            return text("collection");
        }
        return CommandKinds.namesCollection(name) ? text(sent) : null;
    }

    private @Nullable String text(String key) {
        // One that is encrypted, or was encoded by the application, is looked through for this key alone.
        Object value = fields == null ? command.get(key) : fields.get(key);
        if (value instanceof BsonString string) {
            return string.getValue();
        }
        return value instanceof String text ? text : null;
    }

    Shape shape() {
        Outline outline = new Outline(null);
        try {
            read(outline);
        } catch (RuntimeException unreadable) {
            // Whatever a driver or an application may put into a document: the command is sent all the same.
            outline.unreadable();
        }
        if (outline.isOpaque()) {
            // Whether two of them ask for the same cannot be told.
            traits |= Shape.VOLATILE;
        }
        hash = outline.hash(name, collection, traits);
        parameterHash = outline.values();
        Shape known = Recorder.instance().shape(hash, this);
        int arity = outline.arity();
        return arity < 2 ? known : shape(known.text(), arity);
    }

    /** Of the last {@link #shape}. */
    long parameterHash() {
        return parameterHash;
    }

    @Override
    public Shape get() {
        StringBuilder text = new StringBuilder(summary());
        Outline outline = new Outline(text);
        try {
            read(outline);
        } catch (RuntimeException unreadable) {
            text.append(" ?");
        }
        return shape(text.toString(), 0);
    }

    private Shape shape(String text, int arity) {
        return new Shape(
                hash, text, summary(), name, collection == null ? List.of() : List.of(collection), arity, 0, traits);
    }

    private String summary() {
        return collection == null ? name : name + ' ' + collection;
    }

    private void read(Outline outline) {
        if (fields == null) {
            outline.raw(command);
            return;
        }
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            Object value = field.getValue();
            if (value != null && field.getKey() instanceof String key) {
                read(outline, key, value);
            }
        }
    }

    private void read(Outline outline, String key, Object value) {
        switch (key) {
            case "filter", "query", "q" -> outline.part("", value);
            case "pipeline" -> outline.part("", value);
            case "sort" -> outline.part(" sort", value);
            case "skip" -> outline.number(" skip", value);
            case "limit" -> {
                if (!isZero(value)) {
                    traits |= Shape.LIMITED;
                    outline.number(" limit", value);
                }
            }
            case "maxTimeMS" -> {
                // Only a cursor that waits for documents to come is asked with a time.
                if (name.equals("getMore")) {
                    traits |= Shape.BLOCKING;
                }
            }
            default -> {}
        }
        if (outline.isLimited()) {
            traits |= Shape.LIMITED;
        }
        if (outline.isWriting()) {
            traits = (traits & ~Shape.READS) | Shape.WRITES;
        }
    }

    private static boolean isZero(Object value) {
        if (value instanceof BsonNumber number) {
            return number.intValue() == 0;
        }
        return value instanceof Number number && number.intValue() == 0;
    }
}
