// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 responses (RFC 9112) from a peer that may be anything: the head is limited to 32 KB, of a body 64 KB are
 * read, and whatever is longer costs the connection.
 */
final class HttpReader {
    private static final int MAX_HEAD_BYTES = 32 << 10;
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int MAX_INTERIM_RESPONSES = 8;

    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int position;
    private int limit;
    private int headBytes;
    private boolean begun;
    private boolean reusable;

    HttpReader(InputStream in) {
        this.in = in;
    }

    /** Whether anything of the current response has arrived. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether the connection can carry another request. */
    boolean isReusable() {
        return reusable;
    }

    HttpAnswer read() throws IOException {
        begun = false;
        reusable = false;
        for (int i = 0; i < MAX_INTERIM_RESPONSES; i++) {
            headBytes = 0;
            String line = line();
            int status = status(line);
            Map<String, String> headers = headers();
            if (status >= 200) {
                byte[] body = body(status, headers);
                boolean close =
                        line.startsWith("HTTP/1.0") || "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
                reusable &= !close;
                String reason = line.length() > 13 ? line.substring(13) : "";
                return new HttpAnswer(status, reason, body, retryAfterNanos(headers.get("retry-after"), Instant.now()));
            }
        }
        throw new IOException("an endless row of interim responses");
    }

    private static int status(String line) throws IOException {
        if (line.startsWith("HTTP/1.") && line.length() >= 12) {
            try {
                int status = Integer.parseInt(line.substring(9, 12));
                if (status >= 100) {
                    return status;
                }
            } catch (NumberFormatException e) {
                // Answered below.
            }
        }
        throw new IOException("the answer is not HTTP");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (status == 204 || status == 304) {
            reusable = true;
        } else if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            reusable = chunks(body);
        } else if (headers.containsKey("content-length")) {
            long length = length(headers.get("content-length"), 10);
            copy(body, Math.min(length, MAX_BODY_BYTES));
            reusable = length <= MAX_BODY_BYTES;
        } else {
            untilEnd(body);
        }
        return body.toByteArray();
    }

    private boolean chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            headBytes = 0;
            String line = line();
            int extension = line.indexOf(';');
            long length = length(extension < 0 ? line : line.substring(0, extension), 16);
            if (length == 0) {
                headers();
                return true;
            }
            if (length > MAX_BODY_BYTES - body.size()) {
                return false;
            }
            copy(body, length);
            line();
        }
    }

    private static long length(@Nullable String text, int radix) throws IOException {
        try {
            long length = text == null ? -1 : Long.parseLong(text.trim(), radix);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IOException("the answer is not HTTP");
    }

    private void copy(ByteArrayOutputStream body, long length) throws IOException {
        for (long i = 0; i < length; i++) {
            int one = next();
            if (one < 0) {
                throw new EOFException("the connection was closed in the middle of an answer");
            }
            body.write(one);
        }
    }

    private void untilEnd(ByteArrayOutputStream body) throws IOException {
        for (int one = next(); one >= 0 && body.size() < MAX_BODY_BYTES; one = next()) {
            body.write(one);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int one = next();
            if (one < 0) {
                throw new EOFException("the connection was closed before the answer was complete");
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new IOException("the answer is not HTTP");
            }
            if (one == '\n') {
                int end = line.length();
                if (end > 0 && line.charAt(end - 1) == '\r') {
                    line.setLength(end - 1);
                }
                return line.toString();
            }
            line.append((char) one);
        }
    }

    private int next() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            if (limit == 0) {
                return -1;
            }
            begun = true;
        }
        return buffer[position++] & 0xFF;
    }

    /** Seconds or a date (RFC 9110, 10.2.3); 0 where it cannot be read or has passed. */
    static long retryAfterNanos(@Nullable String value, Instant now) {
        if (value == null) {
            return 0;
        }
        try {
            return Math.multiplyExact(Math.max(0, Long.parseLong(value.trim())), 1_000_000_000L);
        } catch (NumberFormatException | ArithmeticException e) {
            try {
                Instant then = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return Math.max(0, Duration.between(now, then).toNanos());
            } catch (DateTimeException | ArithmeticException f) {
                return 0;
            }
        }
    }
}
