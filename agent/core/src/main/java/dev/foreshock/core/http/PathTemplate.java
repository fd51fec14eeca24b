// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

/**
 * A path with the segments that vary replaced by {@code {id}}: numbers, UUIDs, hex, dates, encoded text and long tokens. A
 * guess, good enough to recognise that requests belong together; it is never the name of a span.
 */
final class PathTemplate {
    private static final int MAX_SEGMENTS = 32;
    private static final int MAX_EXTENSION = 5;
    private static final String VALUE = "{id}";

    private final String text;
    private final long hash;
    private final long valuesHash;

    private PathTemplate(String text, long hash, long valuesHash) {
        this.text = text;
        this.hash = hash;
        this.valuesHash = valuesHash;
    }

    /** {@code path} begins with a slash and has neither parameters nor a query. */
    static PathTemplate of(String path) {
        StringBuilder template = null;
        long values = 0;
        int segments = 0;
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            if (++segments > MAX_SEGMENTS) {
                values = values * 31 + path.substring(start).hashCode();
                template = template == null ? new StringBuilder(path.substring(0, start)) : template.append('/');
                template.append('*');
                break;
            }
            int stop = extension(path, start, end);
            boolean varies = Identifiers.contains(path, start, stop);
            if (varies) {
                values = values * 31 + hash(path, start, stop);
                if (template == null) {
                    template = new StringBuilder(path.length()).append(path, 0, start - 1);
                }
            }
            if (template != null) {
                template.append('/');
                if (varies) {
                    template.append(VALUE).append(path, stop, end);
                } else {
                    template.append(path, start, end);
                }
            }
            start = end + 1;
        }
        String text = template == null ? path : template.toString();
        return new PathTemplate(text, hash(text, 0, text.length()), values);
    }

    /** The template that is known for this path. */
    static PathTemplate known(String template, String path) {
        return new PathTemplate(template, hash(template, 0, template.length()), hash(path, 0, path.length()));
    }

    String text() {
        return text;
    }

    /** Of the template. */
    long hash() {
        return hash;
    }

    /** Of what was replaced; 0 where nothing was. */
    long valuesHash() {
        return valuesHash;
    }

    /** Where the last dot begins something like {@code .json}, else the end. */
    private static int extension(String path, int start, int end) {
        int dot = path.lastIndexOf('.', end - 1);
        if (dot <= start || end - dot - 1 > MAX_EXTENSION || end - dot < 2) {
            return end;
        }
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (i > dot ? !isLetter(c) : Identifiers.isEncoded(c)) {
                return end;
            }
        }
        return dot;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static long hash(String text, int start, int end) {
        long hash = 0xCBF29CE484222325L; // FNV-1a
        for (int i = start; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return Destinations.mix(hash);
    }
}
