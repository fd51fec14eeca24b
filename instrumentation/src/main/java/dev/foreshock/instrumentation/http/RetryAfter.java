// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110, 10.2.3): a number of seconds, or a date. Only where a request was refused. */
final class RetryAfter {
    private static final int MAX_DIGITS = 7;

    private RetryAfter() {}

    /** From now; 0 where it cannot be read, or is over. */
    static double seconds(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            return 0;
        }
        if (Character.isDigit(text.charAt(0))) {
            return number(text);
        }
        try {
            long until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return Math.max(0, (until - System.currentTimeMillis()) / 1e3);
        } catch (DateTimeException unreadable) {
            return 0;
        }
    }

    private static double number(String text) {
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == MAX_DIGITS) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
