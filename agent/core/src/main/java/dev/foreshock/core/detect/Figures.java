// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    /** {@code 2,000}. */
    static String count(long number) {
        String digits = Long.toString(number);
        StringBuilder text = new StringBuilder(digits);
        int first = number < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > first; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /** {@code 4.8 s}, {@code 12 ms}, {@code 3 min 20 s}. */
    static String time(long nanos) {
        long micros = Math.max(0, nanos) / 1_000;
        if (micros < 1_000) {
            return micros + " µs";
        }
        if (micros < 10_000) {
            return tenths((micros + 50) / 100) + " ms";
        }
        long millis = (micros + 500) / 1_000;
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return tenths((millis + 50) / 100) + " s";
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        long minutes = (seconds + 30) / 60;
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }

    private static String tenths(long tenths) {
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
