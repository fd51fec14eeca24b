// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single values; each method answers {@code null} where a text cannot be read. */
final class Values {
    private Values() {}

    static @Nullable Boolean flag(String text) {
        if ("true".equalsIgnoreCase(text)) {
            return Boolean.TRUE;
        }
        return "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
    }

    static @Nullable Integer number(String text, long min, long max) {
        try {
            int number = Integer.parseInt(text);
            return number < min || number > max ? null : (Integer) number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Double ratio(String text) {
        try {
            double number = Double.parseDouble(text);
            return number >= 0 && number < Double.POSITIVE_INFINITY ? (Double) number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static List<String> list(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from <= text.length()) {
            int comma = text.indexOf(',', from);
            String word =
                    text.substring(from, comma < 0 ? text.length() : comma).trim();
            if (!word.isEmpty()) {
                words.add(word);
            }
            from = comma < 0 ? text.length() + 1 : comma + 1;
        }
        return words;
    }

    static @Nullable Map<String, String> pairs(String text) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String pair : list(text)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? "" : pair.substring(0, equals).trim();
            String value =
                    key.isEmpty() ? null : decode(pair.substring(equals + 1).trim());
            if (value == null) {
                return null;
            }
            read.put(key, value);
        }
        return read;
    }

    /** Percent-encoding as W3C baggage uses it; a plus sign stands for itself. */
    private static @Nullable String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
