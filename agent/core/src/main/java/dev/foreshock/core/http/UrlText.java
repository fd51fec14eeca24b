// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

import org.jspecify.annotations.Nullable;

/** The URL of a request without what must not leave the process: credentials, path parameters, fragment, and the values of the query. */
final class UrlText {
    private static final int MAX_PATH = 1_024;
    private static final int MAX_QUERY = 1_024;
    private static final int MAX_KEY = 64;
    private static final String REDACTED = "REDACTED";

    private final String path;
    private final String text;
    private final long queryHash;

    /** {@code path} may be a whole URL, as a client sends it to a proxy, and may carry the query. */
    UrlText(String scheme, String address, int port, String path, @Nullable String query) {
        String sent = relative(path);
        int mark = sent.indexOf('?');
        String given = query != null || mark < 0 ? query : sent.substring(mark + 1);
        int end = end(sent);
        this.path = withoutParameters(sent, Math.min(end, MAX_PATH));
        String values = given == null ? "" : withoutFragment(given);
        queryHash = values.isEmpty() ? 0 : values.hashCode() | 1L << 32;
        StringBuilder url = new StringBuilder(scheme.length() + address.length() + this.path.length() + 32);
        url.append(scheme).append("://");
        if (address.indexOf(':') >= 0) {
            url.append('[').append(address).append(']');
        } else {
            url.append(address);
        }
        if (port > 0 && port != (scheme.equals("https") ? 443 : 80)) {
            url.append(':').append(port);
        }
        url.append(this.path);
        if (!values.isEmpty()) {
            appendKeys(url, values.length() > MAX_QUERY ? values.substring(0, MAX_QUERY) : values);
        }
        text = url.toString();
    }

    /** Without parameters; begins with a slash. */
    String path() {
        return path;
    }

    String text() {
        return text;
    }

    /** 0 where there is no query. */
    long queryHash() {
        return queryHash;
    }

    private static String relative(String path) {
        if (path.startsWith("/")) {
            return path;
        }
        int authority = path.indexOf("://");
        int question = path.indexOf('?');
        if (authority < 0 || (question >= 0 && question < authority)) {
            return path.isEmpty() || path.charAt(0) == '?' ? "/" + path : path.equals("*") ? "/*" : "/" + path;
        }
        for (int i = authority + 3; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                return path.substring(i);
            }
            if (c == '?' || c == '#') {
                return "/" + path.substring(i);
            }
        }
        return "/";
    }

    private static String withoutFragment(String query) {
        int fragment = query.indexOf('#');
        return fragment < 0 ? query : query.substring(0, fragment);
    }

    private static int end(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '?' || path.charAt(i) == '#') {
                return i;
            }
        }
        return path.length();
    }

    /** {@code ;jsessionid=...} is a credential. */
    private static String withoutParameters(String path, int end) {
        int semicolon = path.indexOf(';');
        if (semicolon < 0 || semicolon >= end) {
            return end == path.length() ? path : path.substring(0, end);
        }
        StringBuilder clean = new StringBuilder(end);
        boolean parameter = false;
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            parameter = c != '/' && (parameter || c == ';');
            if (!parameter) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static void appendKeys(StringBuilder url, String query) {
        char separator = '?';
        for (int start = 0; start <= query.length(); ) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', start);
            url.append(separator);
            if (equals > start && equals < end && isName(query, start, equals)) {
                url.append(query, start, equals + 1);
            }
            url.append(REDACTED);
            separator = '&';
            start = end + 1;
        }
    }

    /** Whether it is a word that a programmer has written; anything else may be a value. */
    private static boolean isName(String query, int start, int end) {
        if (end - start > MAX_KEY) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = query.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && c != '_' && c != '-' && c != '.' && c != '[' && c != ']') {
                return false;
            }
        }
        return true;
    }
}
