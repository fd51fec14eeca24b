// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

/**
 * Counts the spans, metrics or log records of one export request without decoding them: all three are the field 2 of field 2 of
 * field 1 of their message. Fields are passed over by their length, so that counting takes next to nothing of the processors,
 * which the measured application shares.
 */
final class OtlpCount {
    private static final int[] PATH = {1, 2, 2};
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final byte[] message;
    private int position;

    private OtlpCount(byte[] message) {
        this.message = message;
    }

    /** @throws IllegalArgumentException if the bytes are no such message */
    static int of(byte[] message) {
        try {
            return new OtlpCount(message).count(message.length, 0);
        } catch (IndexOutOfBoundsException broken) {
            throw new IllegalArgumentException("no OTLP message", broken);
        }
    }

    private int count(int end, int depth) {
        int count = 0;
        while (position < end) {
            long tag = varint();
            int type = (int) tag & 7;
            if (type == LENGTH) {
                int length = (int) varint();
                int after = position + length;
                if (tag >>> 3 == PATH[depth]) {
                    count += depth == PATH.length - 1 ? 1 : count(after, depth + 1);
                }
                position = after;
            } else {
                skip(type);
            }
        }
        return count;
    }

    private void skip(int type) {
        switch (type) {
            case VARINT -> varint();
            case FIXED_64 -> position += Long.BYTES;
            case FIXED_32 -> position += Integer.BYTES;
            default -> throw new IllegalArgumentException("wire type " + type);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = message[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint without end");
    }
}
