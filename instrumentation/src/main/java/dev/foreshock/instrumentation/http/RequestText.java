// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cleans what a client sent before it becomes an attribute. Never throws. */
final class RequestText {
    private static final int MAX_PATH = 2_048;
    private static final int MAX_USER_AGENT = 512;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_CAUSES = 8;

    private RequestText() {}

    /** The path without query, fragment and path parameters: {@code ;jsessionid=...} is a credential. */
    static String path(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "/";
        }
        int end = Math.min(raw.length(), MAX_PATH);
        StringBuilder clean = null;
        boolean parameter = false;
        for (int i = 0; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '?' || c == '#') {
                return clean != null ? clean.toString() : raw.substring(0, i);
            }
            if (c == '/') {
                parameter = false;
            } else if (c == ';') {
                parameter = true;
                if (clean == null) {
                    clean = new StringBuilder(raw.length()).append(raw, 0, i);
                }
            }
            if (clean != null && !parameter) {
                clean.append(c);
            }
        }
        return clean != null ? clean.toString() : end == raw.length() ? raw : raw.substring(0, end);
    }

    /** The method where the conventions know it, else {@code null}: a made-up method is no name for a series. */
    static @Nullable String knownMethod(@Nullable String method) {
        if (method == null) {
            return null;
        }
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY" -> method;
            default -> null;
        };
    }

    static @Nullable String scheme(@Nullable String scheme) {
        return scheme == null || scheme.isEmpty() ? null : scheme.toLowerCase(Locale.ROOT);
    }

    static @Nullable String userAgent(@Nullable String header) {
        return header == null || header.length() <= MAX_USER_AGENT ? header : header.substring(0, MAX_USER_AGENT);
    }

    /** The first address of {@code Forwarded} or {@code X-Forwarded-For}, else the other end of the connection. */
    static @Nullable String clientAddress(InboundRequest request) {
        String forwarded = forwardedFor(request.apply("forwarded"));
        if (forwarded == null) {
            String list = request.apply("x-forwarded-for");
            int comma = list == null ? -1 : list.indexOf(',');
            forwarded = address(list == null || comma < 0 ? list : list.substring(0, comma));
        }
        return forwarded != null ? forwarded : request.peerAddress();
    }

    /** RFC 7239, section 6: {@code for=192.0.2.60;proto=http, for="[2001:db8::1]:4711"}. */
    private static @Nullable String forwardedFor(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int end = header.indexOf(',') < 0 ? header.length() : header.indexOf(',');
        for (int i = 0; i + 4 <= end; i++) {
            boolean starts = i == 0 || header.charAt(i - 1) == ';' || header.charAt(i - 1) == ' ';
            if (starts && header.regionMatches(true, i, "for=", 0, 4)) {
                int stop = header.indexOf(';', i);
                return address(header.substring(i + 4, stop < 0 || stop > end ? end : stop));
            }
        }
        return null;
    }

    /** The text where it is an IP address, without quotes, brackets and port; anything else a client wrote is dropped. */
    private static @Nullable String address(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String address = text.trim();
        if (address.length() > 1 && address.startsWith("\"") && address.endsWith("\"")) {
            address = address.substring(1, address.length() - 1);
        }
        if (address.startsWith("[")) {
            int close = address.indexOf(']');
            address = close < 0 ? "" : address.substring(1, close);
        } else if (address.indexOf(':') >= 0 && address.indexOf(':') == address.lastIndexOf(':')) {
            address = address.substring(0, address.indexOf(':'));
        }
        if (address.isEmpty() || address.length() > MAX_ADDRESS) {
            return null;
        }
        boolean separated = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            separated |= c == '.' || c == ':';
            if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
                return null;
            }
        }
        return separated ? address : null;
    }

    /** What the application threw, out of the envelopes that containers and frameworks put it in. */
    static @Nullable Throwable rootOf(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MAX_CAUSES && cause != null && cause.getCause() != null && isEnvelope(cause); i++) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isEnvelope(Throwable thrown) {
        return switch (thrown.getClass().getName()) {
            case "javax.servlet.ServletException",
                    "jakarta.servlet.ServletException",
                    "org.springframework.web.util.NestedServletException",
                    "org.glassfish.jersey.server.ContainerException",
                    "org.jboss.resteasy.spi.ApplicationException",
                    "org.jboss.resteasy.spi.UnhandledException" -> true;
            default -> false;
        };
    }
}
