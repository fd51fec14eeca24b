// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first server of the authority of a URL. Credentials before it are dropped; an address that does not look like one is
 * {@code null}.
 */
record HostAndPort(@Nullable String address, int port) {
    private static final HostAndPort NONE = new HostAndPort(null, 0);

    /** Reads {@code user:password@host:port,…}, {@code [::1]:port} and MySQL's {@code (host=h,port=p)}. */
    static HostAndPort of(String authority, int defaultPort) {
        String text = authority.strip();
        if (text.indexOf('(') >= 0) {
            return keyed(text, defaultPort);
        }
        int credentials = text.lastIndexOf('@');
        if (credentials >= 0) {
            text = text.substring(credentials + 1);
        }
        int comma = text.indexOf(',');
        return single(comma < 0 ? text : text.substring(0, comma), defaultPort);
    }

    /** Reads one {@code host:port}. */
    static HostAndPort single(String server, int defaultPort) {
        String host = server.strip();
        String port = "";
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            if (close < 0) {
                return NONE;
            }
            port = host.startsWith("]:", close) ? host.substring(close + 2) : "";
            host = host.substring(1, close);
        } else {
            int colon = host.indexOf(':');
            // More than one colon: an address of version 6 without brackets, hence without a port.
            if (colon >= 0 && colon == host.lastIndexOf(':')) {
                port = host.substring(colon + 1);
                host = host.substring(0, colon);
            }
        }
        if (host.isEmpty() && port.isEmpty()) {
            return NONE;
        }
        if (host.isEmpty()) {
            host = "localhost";
        }
        return isAddress(host) ? new HostAndPort(host, port(port, defaultPort)) : NONE;
    }

    /** {@code (host=h,port=p,user=u)} and {@code address=(host=h)(port=p)}: one or more groups of keys and values. */
    static HostAndPort keyed(String text, int defaultPort) {
        String host = value(text, "host");
        String port = value(text, "port");
        return host == null || !isAddress(host)
                ? NONE
                : new HostAndPort(host, port(port == null ? "" : port, defaultPort));
    }

    /** The value of the first {@code key = value} that stands behind a bracket or comma. The key is in lower case. */
    static @Nullable String value(String text, String key) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, at + 1)) {
            int before = at - 1;
            while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
                before--;
            }
            int equals = at + key.length();
            while (equals < text.length() && Character.isWhitespace(text.charAt(equals))) {
                equals++;
            }
            boolean whole = before < 0 || text.charAt(before) == '(' || text.charAt(before) == ',';
            if (whole && equals < text.length() && text.charAt(equals) == '=') {
                return text.substring(equals + 1, JdbcUrls.firstOf(text, equals, "),"))
                        .strip();
            }
        }
        return null;
    }

    static int port(String text, int defaultPort) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > 65535) {
                return defaultPort;
            }
            port = port * 10 + digit;
        }
        return port == 0 || port > 65535 ? defaultPort : port;
    }

    static boolean isAddress(String host) {
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!(Character.isLetterOrDigit(c)
                    || c == '.'
                    || c == '-'
                    || c == '_'
                    || c == ':'
                    || c == '%'
                    || c == '*')) {
                return false;
            }
        }
        return true;
    }
}
