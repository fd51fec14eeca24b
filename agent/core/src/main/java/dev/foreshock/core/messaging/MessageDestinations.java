// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.messaging;

import dev.foreshock.api.Shape;
import dev.foreshock.core.http.Destinations;
import dev.foreshock.core.http.Identifiers;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes of messages, one for each destination. Thread safe; a destination that was seen before costs one look into a map.
 * Holds at most 1,024 names; what comes then is made anew each time.
 *
 * <p>The name of a temporary queue ({@code amq.gen-…}, {@code _INBOX.…}, a reply queue with a UUID) is another one in each process
 * or for each call: such a part becomes {@code ?}.
 */
public final class MessageDestinations {
    private static final int MAX = 1_024;
    private static final int LONGEST_READ = 256;
    private static final String SEPARATORS = "./:";
    private static final String[] GENERATED = {"amq.gen-", "_INBOX."};

    private final ConcurrentHashMap<String, Shape> known = new ConcurrentHashMap<>();

    /** See {@code Recorder.message}. */
    public Shape shape(String destination) {
        Shape shape = known.get(destination);
        if (shape != null) {
            return shape;
        }
        // The template alone is kept: temporary names have no end.
        String template = template(destination);
        shape = known.get(template);
        if (shape == null) {
            shape = made(template);
            if (known.size() < MAX) {
                known.put(template, shape);
            }
        }
        return shape;
    }

    private static Shape made(String template) {
        long hash = 0xCBF29CE484222325L; // FNV-1a
        for (int i = 0; i < template.length(); i++) {
            hash = (hash ^ template.charAt(i)) * 0x100000001B3L;
        }
        String text = "send " + template;
        return new Shape(Destinations.mix(hash), text, text, "send", List.of(template), 0, 0, Shape.WRITES);
    }

    static String template(String name) {
        for (String prefix : GENERATED) {
            if (name.startsWith(prefix)) {
                return prefix + '?';
            }
        }
        String read = name.length() > LONGEST_READ ? name.substring(0, LONGEST_READ) : name;
        StringBuilder template = new StringBuilder(read.length());
        int start = 0;
        while (start <= read.length()) {
            int end = start;
            while (end < read.length() && SEPARATORS.indexOf(read.charAt(end)) < 0) {
                end++;
            }
            append(template, read, start, end);
            if (end < read.length()) {
                template.append(read.charAt(end));
            }
            start = end + 1;
        }
        return template.toString();
    }

    /** A queue is named by words: what varies are numbers, UUIDs and tokens between the dashes, from the first of them on. */
    private static void append(StringBuilder template, String name, int start, int end) {
        int part = start;
        while (part <= end) {
            int dash = part;
            while (dash < end && name.charAt(dash) != '-' && name.charAt(dash) != '_') {
                dash++;
            }
            if (Identifiers.contains(name, part, dash)) {
                template.append('?');
                return;
            }
            template.append(name, part, dash);
            if (dash < end) {
                template.append(name.charAt(dash));
            }
            part = dash + 1;
        }
    }
}
