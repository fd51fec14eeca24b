// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a search, as it lies in memory, for a hash over it and for whether it asks for a further page: {@code
 * search_after}, or {@code from} with anything but 0, of the outermost object. Nothing else is looked at, and nothing is kept.
 */
final class SearchBody {
    /** What is longer is not read to its end, and cannot be told from another. */
    private static final int LONGEST = 16_384;

    private static final int LONGEST_NAME = 12; // search_after
    private static final long PRIME = 0x100000001B3L; // of FNV-1a

    private long hash = 0xCBF29CE484222325L;
    private boolean readable;
    private boolean furtherPage;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean from;
    private final StringBuilder word = new StringBuilder(LONGEST_NAME);

    SearchBody(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(LONGEST + 1);
            readable = bytes.length <= LONGEST;
            for (byte b : bytes) {
                hash = (hash ^ b) * PRIME;
                hash ^= hash >>> 29;
                read((char) (b & 0xFF));
            }
        } catch (IOException unreadable) {
            readable = false;
        }
    }

    static @Nullable SearchBody of(@Nullable InputStream content) {
        return content == null ? null : new SearchBody(content);
    }

    private void read(char c) {
        if (quoted) {
            inside(c);
        } else if (c == '"') {
            quoted = true;
            word.setLength(0);
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == ':' && depth == 1) {
            from = isWord("from");
            furtherPage |= isWord("search_after");
        } else if (from && c >= '1' && c <= '9') {
            furtherPage = true;
        } else if (c == ',') {
            from = false;
        }
    }

    private void inside(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            quoted = false;
            return;
        }
        if (word.length() <= LONGEST_NAME) {
            word.append(c);
        }
    }

    private boolean isWord(String name) {
        return name.contentEquals(word);
    }

    /** Whether all of it was read, so that its hash tells it from others. */
    boolean isReadable() {
        return readable;
    }

    boolean isFurtherPage() {
        return furtherPage;
    }

    long hash() {
        return hash;
    }
}
