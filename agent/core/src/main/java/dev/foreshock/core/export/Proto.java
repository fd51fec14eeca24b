// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single fields out of short protobuf messages from a peer that may send anything. Never throws. */
final class Proto {
    private final byte[] bytes;
    private final int end;
    private int position;
    private int field;
    private long number;
    private int from;
    private int to;

    Proto(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Proto(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** Goes to the next field; false at the end, and where the message cannot be read any further. */
    boolean next() {
        if (position >= end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        number = 0;
        from = to = 0;
        switch ((int) (tag & 7)) {
            case 0 -> number = varint();
            case 1 -> position += 8;
            case 2 -> {
                long length = varint();
                from = position;
                if (length < 0 || length > end - position) {
                    return false;
                }
                position += (int) length;
                to = position;
            }
            case 5 -> position += 4;
            default -> {
                return false;
            }
        }
        return field > 0 && position <= end;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64 && position < end; shift += 7) {
            byte one = bytes[position++];
            value |= (one & 0x7FL) << shift;
            if (one >= 0) {
                return value;
            }
        }
        position = end;
        return 0;
    }

    int field() {
        return field;
    }

    long number() {
        return number;
    }

    String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    Proto message() {
        return new Proto(bytes, from, to);
    }

    /** The first embedded message with this field number, or {@code null}. */
    @Nullable
    Proto find(int wanted) {
        while (next()) {
            if (field == wanted) {
                return message();
            }
        }
        return null;
    }
}
