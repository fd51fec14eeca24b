// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code jdbc:oracle:}. After the last {@code @} (credentials stand before it) comes one of: {@code
 * host:port:sid}, {@code //host:port/service}, a protocol and the like, a description in brackets, or an alias.
 */
final class OracleUrls {
    private static final String SYSTEM = "oracle.db";
    private static final int DEFAULT_PORT = 1521;

    private OracleUrls() {}

    static Target target(String rest) {
        int at = rest.lastIndexOf('@');
        if (at < 0) {
            return new Target(SYSTEM, null, 0, null);
        }
        String text = rest.substring(at + 1).strip();
        if (text.startsWith("(")) {
            return described(text);
        }
        text = text.substring(0, JdbcUrls.firstOf(text, 0, "?"));
        int slashes = text.indexOf("//");
        if (text.startsWith("ldap")) {
            return new Target(SYSTEM, null, 0, null);
        }
        if (slashes >= 0) {
            text = text.substring(slashes + 2);
        }
        int slash = text.indexOf('/');
        if (slash >= 0) {
            String service = JdbcUrls.namespace(text.substring(slash + 1), ":/?");
            HostAndPort server = HostAndPort.of(text.substring(0, slash), DEFAULT_PORT);
            return new Target(SYSTEM, server.address(), server.port(), service);
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.indexOf(':') < colon && !text.endsWith("]")) {
            HostAndPort server = HostAndPort.of(text.substring(0, colon), DEFAULT_PORT);
            return new Target(
                    SYSTEM, server.address(), server.port(), JdbcUrls.namespace(text.substring(colon + 1), "?"));
        }
        if (colon > 0 || slashes >= 0) {
            HostAndPort server = HostAndPort.of(text, DEFAULT_PORT);
            return new Target(SYSTEM, server.address(), server.port(), null);
        }
        // An alias of tnsnames.ora.
        return new Target(SYSTEM, null, 0, JdbcUrls.namespace(text, "?"));
    }

    private static Target described(String text) {
        HostAndPort server = HostAndPort.keyed(text, DEFAULT_PORT);
        String service = HostAndPort.value(text, "service_name");
        @Nullable String name = service != null ? service : HostAndPort.value(text, "sid");
        return new Target(SYSTEM, server.address(), server.port(), name == null ? null : JdbcUrls.namespace(name, "?"));
    }
}
