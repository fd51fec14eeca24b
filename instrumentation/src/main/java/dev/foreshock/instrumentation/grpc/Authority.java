// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import org.jspecify.annotations.Nullable;

/**
 * Host and port out of what a channel or a call names as its authority.
 *
 * @param port 0 where it names none
 */
record Authority(String host, int port) {
    private static final int MAX_PORT = 65_535;

    static @Nullable Authority of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        String rest = text.substring(text.lastIndexOf('@') + 1);
        // The colons of an IPv6 address are in brackets.
        int colon = rest.lastIndexOf(':');
        boolean hasPort = colon > rest.lastIndexOf(']');
        String host = hasPort ? rest.substring(0, colon) : rest;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Authority(host, hasPort ? number(rest, colon + 1) : 0);
    }

    private static int number(String text, int from) {
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > MAX_PORT) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number > MAX_PORT ? 0 : number;
    }
}
