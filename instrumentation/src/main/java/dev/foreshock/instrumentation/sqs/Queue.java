// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * What the URL of a queue says: {@code https://sqs.eu-west-1.amazonaws.com/123456789012/orders}. The number of the account is left
 * out.
 *
 * @param target where the service is
 * @param name of the queue
 */
record Queue(Target target, String name) {
    static final String SYSTEM = "aws_sqs";

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /** Never throws: what cannot be read is not known. */
    static Queue of(@Nullable String url) {
        String text = url == null ? "" : url;
        int scheme = text.indexOf("://");
        int from = scheme < 0 ? 0 : scheme + 3;
        int end = end(text, from);
        if (scheme < 0) {
            return new Queue(
                    new Target(SYSTEM, null, 0, null), text.substring(text.lastIndexOf('/', end - 1) + 1, end));
        }
        int slash = text.indexOf('/', from);
        boolean hasPath = slash >= 0 && slash < end;
        String name = hasPath ? text.substring(text.lastIndexOf('/', end - 1) + 1, end) : "";
        return new Queue(target(text.substring(from, hasPath ? slash : end), text.startsWith("https")), name);
    }

    private static Target target(String authority, boolean secure) {
        // Whatever stands in front of an @ is no address.
        String address = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = address.indexOf(':', Math.max(0, address.indexOf(']')));
        String host = colon < 0 ? address : address.substring(0, colon);
        int port = colon >= 0 ? port(address, colon + 1) : secure ? HTTPS : HTTP;
        return new Target(SYSTEM, host.isEmpty() ? null : host, port, null);
    }

    /** Where the path ends, without a slash at its end. */
    private static int end(String text, int from) {
        int end = text.length();
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
            }
        }
        while (end > from && text.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }

    private static int port(String authority, int from) {
        int port = 0;
        for (int i = from; i < authority.length(); i++) {
            int digit = authority.charAt(i) - '0';
            if (digit < 0 || digit > 9 || port > MAX_PORT) {
                return 0;
            }
            port = port * 10 + digit;
        }
        return port;
    }
}
