// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code //host\instance:port;databaseName=db;…} of Microsoft's driver, and {@code //host:port/db;instance=…} of jTDS.
 * The namespace is the conventional {@code instance|database}.
 */
final class SqlServerUrls {
    private static final int DEFAULT_PORT = 1433;

    private SqlServerUrls() {}

    static Target target(String rest) {
        int from = rest.startsWith("//") ? 2 : 0;
        int to = JdbcUrls.firstOf(rest, from, ";/");
        String server = rest.substring(from, to);
        String instance = null;
        String database = null;
        String port = "";
        int backslash = server.indexOf('\\');
        int colon = server.lastIndexOf(':');
        if (colon > backslash && (server.indexOf(':') == colon || server.startsWith("]", colon - 1))) {
            port = server.substring(colon + 1);
            server = server.substring(0, colon);
        }
        if (backslash >= 0) {
            instance = server.substring(backslash + 1);
            server = server.substring(0, backslash);
        }
        int properties = JdbcUrls.firstOf(rest, to, ";");
        if (to < properties) {
            database = rest.substring(to + 1, properties);
        }
        String host = server.isEmpty() ? property(rest, properties, "servername", "server") : server;
        if (host != null && host.indexOf('\\') >= 0) {
            instance = host.substring(host.indexOf('\\') + 1);
            host = host.substring(0, host.indexOf('\\'));
        }
        String named = property(rest, properties, "databasename", "database");
        String namedInstance = property(rest, properties, "instancename", "instance");
        String namedPort = property(rest, properties, "portnumber", "port");
        if (instance == null) {
            instance = namedInstance;
        }
        // The port of a named instance is asked for at run time.
        int defaultPort = instance == null ? DEFAULT_PORT : 0;
        HostAndPort found = HostAndPort.single(host == null ? "" : host, 0);
        int number = HostAndPort.port(port.isEmpty() && namedPort != null ? namedPort : port, defaultPort);
        String address = found.address();
        return new Target(
                "microsoft.sql_server",
                address,
                address == null ? 0 : number,
                namespace(instance, named == null ? database : named));
    }

    private static @Nullable String namespace(@Nullable String instance, @Nullable String database) {
        String first = instance == null ? null : JdbcUrls.namespace(instance, ";");
        String second = database == null ? null : JdbcUrls.namespace(database, ";");
        if (first == null) {
            return second;
        }
        return second == null ? first : first + "|" + second;
    }

    /** A value among {@code ;name=value;name={value};…}; the names are given in lower case. */
    private static @Nullable String property(String rest, int from, String name, String otherName) {
        int i = from;
        while (i < rest.length()) {
            int equals = rest.indexOf('=', i);
            if (equals < 0) {
                return null;
            }
            String key = rest.substring(i, equals).replace(';', ' ').strip().toLowerCase(Locale.ROOT);
            String value;
            if (rest.startsWith("{", equals + 1)) {
                // In braces a semicolon is part of the value: of a password, most likely.
                int close = rest.indexOf('}', equals);
                if (close < 0) {
                    return null;
                }
                value = rest.substring(equals + 2, close);
                i = close + 1;
            } else {
                int end = JdbcUrls.firstOf(rest, equals, ";");
                value = rest.substring(equals + 1, end);
                i = end;
            }
            if (key.equals(name) || key.equals(otherName)) {
                return value.strip();
            }
        }
        return null;
    }
}
