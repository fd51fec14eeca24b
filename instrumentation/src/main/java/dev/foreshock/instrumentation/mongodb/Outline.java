// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.bson.BasicBSONObject;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.BsonValue;
import org.bson.ByteBuf;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a command for the names of their fields, which go into a hash and, where it is wanted, into a text; the
 * values go into a hash of their own. Nothing is kept, and nothing is changed: a document that the application has handed over in
 * a form of its own is not encoded for it.
 */
final class Outline {
    private static final int DEEPEST = 8;
    private static final int MOST_NAMES = 256;
    /** Of a long list the beginning and the length will do. */
    private static final int MOST_VALUES = 64;

    private static final long PRIME = 0x100000001B3L; // of FNV-1a

    private final @Nullable StringBuilder text;
    private long hash = 0xCBF29CE484222325L;
    private long values;
    private int names;
    private int arity;
    private boolean opaque;
    private boolean limited;
    private boolean writing;

    /** {@code text} takes the outline in words, {@code null} where only the hashes are wanted. */
    Outline(@Nullable StringBuilder text) {
        this.text = text;
    }

    /** Its fields, where they can be read as they are. */
    static @Nullable Map<?, ?> fields(Object document) {
        Object held = document instanceof BsonDocumentWrapper<?> wrapper && !wrapper.isUnwrapped()
                ? wrapper.getWrappedDocument()
                : document;
        if (held instanceof RawBsonDocument) {
            return null;
        }
        boolean plain = held instanceof BsonDocument
                || held instanceof Document
                || held instanceof BasicBSONObject
                || (held instanceof Map && held.getClass().getName().startsWith("java.util."));
        return plain ? (Map<?, ?>) held : null;
    }

    /** One part of a command: a filter, a pipeline. Nothing where it is empty. */
    void part(String word, Object value) {
        Map<?, ?> fields = fields(value);
        if (fields != null && fields.isEmpty()) {
            return;
        }
        say(word.isEmpty() ? " " : word + ' ');
        value("", value, 0);
    }

    /** A number that limits or moves what is read. */
    void number(String word, Object value) {
        say(word);
        say(" ?");
        scalar(value);
    }

    /** A document whose bytes are all that there is. */
    void raw(BsonDocument document) {
        say(" ?");
        bytes(document);
    }

    void unreadable() {
        opaque = true;
        say(" ?");
    }

    /** Whether something could not be read, so that the hash over the values tells nothing. */
    boolean isOpaque() {
        return opaque;
    }

    /** Whether a pipeline limits what it answers. */
    boolean isLimited() {
        return limited;
    }

    /** Whether a pipeline writes what it finds. */
    boolean isWriting() {
        return writing;
    }

    /** The number of values of the longest list that a field is compared with. */
    int arity() {
        return arity;
    }

    long values() {
        return finish(values);
    }

    long hash(String name, @Nullable String collection, int traits) {
        long all = (hash ^ name.hashCode()) * PRIME;
        all = (all ^ (collection == null ? 0 : collection.hashCode())) * PRIME;
        return finish((all ^ traits) * PRIME + "mongodb".hashCode());
    }

    /** The finalizer of MurmurHash3 (Appleby, 2011). */
    private static long finish(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }

    private void say(String word) {
        hash = (hash ^ word.hashCode()) * PRIME;
        if (text != null) {
            text.append(word);
        }
    }

    private void hashValue(long value) {
        values = (values ^ value) * PRIME;
        values ^= values >>> 29;
    }

    private void value(String name, @Nullable Object value, int depth) {
        Map<?, ?> fields = value == null ? null : fields(value);
        if (fields != null && depth < DEEPEST && names < MOST_NAMES) {
            document(fields, depth);
        } else if (value instanceof Collection<?> list) {
            list(name, list, depth);
        } else {
            say("?");
            scalar(value);
        }
    }

    private void document(Map<?, ?> fields, int depth) {
        say("{");
        boolean first = true;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (!first) {
                say(", ");
            }
            first = false;
            String key = field.getKey() instanceof String text ? text : "?";
            String name = FieldName.of(key);
            if (!name.equals(key)) {
                hashValue(key.hashCode());
            }
            if (++names > MOST_NAMES) {
                say("...");
                break;
            }
            note(name);
            say(name);
            say(": ");
            value(name, field.getValue(), depth + 1);
        }
        say("}");
    }

    private void note(String name) {
        switch (name) {
            case "$limit" -> limited = true;
            case "$out", "$merge" -> writing = true;
            default -> {}
        }
    }

    /** Documents one after the other, but for those that look like the one before; of values nothing but their number. */
    private void list(String name, Collection<?> list, int depth) {
        hashValue(list.size());
        if (name.equals("$in")) {
            arity = Math.max(arity, list.size());
        }
        int read = 0;
        boolean documents = false;
        long before = 0;
        for (Object element : list) {
            if (read++ == MOST_VALUES) {
                break;
            }
            if (element == null || fields(element) == null) {
                scalar(element);
                continue;
            }
            long outside = hash;
            int length = text == null ? 0 : text.length();
            hash = 0;
            value("", element, depth + 1);
            long own = hash;
            if (documents && own == before) {
                hash = outside;
                cut(length);
            } else {
                hash = (outside ^ own) * PRIME;
                separate(length, documents ? ", " : "[");
            }
            documents = true;
            before = own;
        }
        say(documents ? "]" : "?");
    }

    private void cut(int length) {
        if (text != null) {
            text.setLength(length);
        }
    }

    private void separate(int at, String separator) {
        if (text != null) {
            text.insert(at, separator);
        }
    }

    private void scalar(@Nullable Object value) {
        if (value == null) {
            hashValue(0);
        } else if (value instanceof RawBsonDocument raw) {
            bytes(raw);
        } else if (value instanceof BsonDocument || value instanceof Collection<?> || value instanceof Map<?, ?>) {
            // Too deep, or in a form of the application's own.
            opaque = true;
        } else if (isValue(value)) {
            hashValue(value.hashCode());
        } else if (value instanceof Enum<?> constant) {
            hashValue(constant.name().hashCode());
        } else {
            opaque = true;
        }
    }

    /** What is compared by its value, as far as codecs know it. */
    private static boolean isValue(Object value) {
        return value instanceof BsonValue
                || value instanceof String
                || value instanceof ObjectId
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Date
                || value instanceof UUID
                || value.getClass().getName().startsWith("java.time.")
                || value.getClass().getName().startsWith("org.bson.types.");
    }

    private void bytes(BsonDocument document) {
        if (!(document instanceof RawBsonDocument raw)) {
            opaque = true;
            return;
        }
        ByteBuf bytes = raw.getByteBuffer();
        int size = bytes.limit();
        hashValue(size);
        for (int i = 0; i < size; i++) {
            hashValue(bytes.get(i));
        }
    }
}
