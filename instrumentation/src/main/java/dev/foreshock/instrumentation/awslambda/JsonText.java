// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what it is asked for out of a JSON text, and skips the rest without looking into it. For one thread.
 *
 * <p>Takes time linear in the text and a constant depth of the stack, and never throws: where the text is not as it should be, or
 * has been cut off, there are no more members and elements. Strings of more than {@value #MAX_STRING} bytes are skipped.
 */
final class JsonText {
    private static final int MAX_STRING = 8_192;

    private final byte[] text;
    private final int end;
    private int at;

    JsonText(byte[] text, int end) {
        this.text = text;
        this.end = Math.min(end, text.length);
    }

    /** Enters the object that comes next; skips any other value. */
    boolean object() {
        return enter('{');
    }

    /** Enters the array that comes next; skips any other value. */
    boolean array() {
        return enter('[');
    }

    /** Whether an array comes next. */
    boolean isArray() {
        return peek() == '[';
    }

    private boolean enter(char bracket) {
        if (peek() == bracket) {
            at++;
            return true;
        }
        skip();
        return false;
    }

    /** The name of the object's next member, whose value follows; {@code null} behind the last one. */
    @Nullable
    String member() {
        if (!next('}')) {
            return null;
        }
        String name = peek() == '"' ? string() : null;
        if (peek() != ':') {
            at = end;
            return null;
        }
        at++;
        return name == null ? "" : name;
    }

    /** Whether the array has another element, which follows. */
    boolean element() {
        return next(']');
    }

    private boolean next(char bracket) {
        if (peek() == ',') {
            at++;
        }
        int c = peek();
        if (c == bracket) {
            at++;
            return false;
        }
        return c >= 0;
    }

    /** The string that comes next; {@code null} where it is none, or too long. */
    @Nullable
    String string() {
        if (peek() != '"') {
            skip();
            return null;
        }
        int from = at + 1;
        boolean plain = skipString();
        int to = at - 1;
        if (at > end || to - from > MAX_STRING || to < from) {
            return null;
        }
        String raw = new String(text, from, to - from, StandardCharsets.UTF_8);
        return plain ? raw : unescaped(raw);
    }

    /** The whole number that comes next; -1 where it is none. */
    int number() {
        int first = peek();
        if (first < '0' || first > '9') {
            skip();
            return -1;
        }
        long number = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            number = Math.min(Integer.MAX_VALUE, number * 10 + text[at++] - '0');
        }
        skipLiteral();
        return (int) number;
    }

    /** Goes on behind the value that comes next. */
    void skip() {
        int depth = 0;
        do {
            int c = peek();
            if (c < 0) {
                return;
            }
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (c == ',' || c == ':') {
                at++;
            } else {
                skipLiteral();
            }
        } while (depth > 0);
    }

    private void skipLiteral() {
        while (at < end && ",:{}[]\" \t\r\n".indexOf(text[at]) < 0) {
            at++;
        }
    }

    /** Behind the closing quote, or at the end of the text. Answers whether nothing in it was escaped. */
    private boolean skipString() {
        boolean plain = true;
        for (at++; at < end; at++) {
            if (text[at] == '\\') {
                plain = false;
                at++;
            } else if (text[at] == '"') {
                at++;
                return plain;
            }
        }
        at = end + 1;
        return false;
    }

    private static String unescaped(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append(code(raw, i + 1));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }

    private static char code(String raw, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            code = code * 16 + Math.max(0, i < raw.length() ? Character.digit(raw.charAt(i), 16) : 0);
        }
        return (char) code;
    }

    /** The next byte that is no white space; -1 at the end. */
    private int peek() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
        return at < end ? text[at] & 0xFF : -1;
    }
}
