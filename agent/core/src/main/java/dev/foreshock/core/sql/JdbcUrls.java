// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import dev.foreshock.api.Target;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads which database a JDBC URL names: system, host, port and namespace, never credentials. Of several hosts the first
 * counts. Never throws; what cannot be read with certainty is left out. Called once per physical connection.
 */
public final class JdbcUrls {
    /** What stands before the URL of the real driver. Some are followed by further words. */
    private static final String[] WRAPPERS = {
        "p6spy:", "aws-wrapper:", "otel:", "log4jdbc:", "tracing:", "datasource-proxy:", "proxool:", "sqlcommenter:"
    };

    private JdbcUrls() {}

    /** The target that a JDBC URL names, or {@code null} where the text is no JDBC URL. */
    public static @Nullable Target target(String url) {
        String rest = url.strip();
        if (startsWith(rest, "jdbc-secretsmanager:")) {
            rest = rest.substring("jdbc-secretsmanager:".length());
        } else if (startsWith(rest, "jdbc:")) {
            rest = rest.substring("jdbc:".length());
        } else {
            return null;
        }
        for (int i = 0; i < WRAPPERS.length; i++) {
            if (startsWith(rest, WRAPPERS[i])) {
                rest = rest.substring(WRAPPERS[i].length());
                if (startsWith(rest, "jdbc:")) {
                    rest = rest.substring("jdbc:".length());
                }
                i = -1;
            }
        }
        boolean container = startsWith(rest, "tc:");
        if (container) {
            rest = rest.substring("tc:".length());
        }
        int colon = rest.indexOf(':');
        if (colon <= 0) {
            return null;
        }
        String protocol = rest.substring(0, colon).toLowerCase(Locale.ROOT);
        Target target = read(protocol, rest.substring(colon + 1));
        return container ? new Target(target.system(), null, 0, target.namespace()) : target;
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static Target read(String protocol, String rest) {
        return switch (protocol) {
            case "postgresql", "pgsql", "edb" -> postgresql(rest);
            case "redshift" -> network("aws.redshift", rest, 5439);
            case "cockroachdb" -> network("cockroachdb", rest, 26257);
            case "mysql", "mysql+srv", "google" -> network("mysql", rest, 3306);
            case "mariadb" -> network("mariadb", rest, 3306);
            case "sqlserver" -> SqlServerUrls.target(rest);
            case "microsoft" -> SqlServerUrls.target(after(rest, "sqlserver:"));
            case "jtds" ->
                startsWith(rest, "sybase:")
                        ? network("sybase", after(rest, "sybase:"), 5000)
                        : SqlServerUrls.target(after(rest, "sqlserver:"));
            case "oracle" -> OracleUrls.target(rest);
            case "h2" -> fileOrNetwork("h2database", rest, 9092);
            case "hsqldb" -> fileOrNetwork("hsqldb", rest, 9001);
            case "derby" -> fileOrNetwork("derby", rest, 1527);
            case "sqlite" -> fileOrNetwork("sqlite", rest, 0);
            case "duckdb", "ucanaccess" -> fileOrNetwork("other_sql", rest, 0);
            case "db2" -> network("ibm.db2", rest, 50000);
            case "as400" -> network("ibm.db2", rest, 446);
            case "informix-sqli", "informix-direct" -> network("ibm.informix", rest, 9088);
            case "netezza" -> network("ibm.netezza", rest, 5480);
            case "sap" -> withParameter("sap.hana", rest, 30015, "databasename");
            case "sapdb" -> network("sap.maxdb", rest, 7210);
            case "clickhouse", "ch" -> network("clickhouse", rest, 8123);
            case "snowflake" -> withParameter("snowflake", rest, 443, "db");
            case "trino", "presto" -> network("trino", rest, 8080);
            case "teradata" -> withParameter("teradata", rest, 1025, "database");
            case "sybase" -> network("sybase", after(rest, "tds:"), 5000);
            case "firebirdsql", "firebird" -> network("firebirdsql", rest, 3050);
            case "hive2", "hive" -> network("hive", rest, 10000);
            case "cassandra" -> network("cassandra", rest, 9042);
            case "neo4j", "neo4j+s" -> network("neo4j", rest, 7687);
            case "ingres" -> network("actian.ingres", rest, 21064);
            case "iris", "cache" -> network("intersystems.cache", rest, 1972);
            case "cloudspanner" -> new Target("gcp.spanner", null, 0, namespace(lastSegment(rest), "?;"));
            default -> network("other_sql", rest, 0);
        };
    }

    private static String after(String rest, String prefix) {
        return startsWith(rest, prefix) ? rest.substring(prefix.length()) : rest;
    }

    /** {@code //host/db}, and the short forms {@code db} and {@code /db} of the local server. */
    private static Target postgresql(String rest) {
        if (rest.contains("//")) {
            return network("postgresql", rest, 5432);
        }
        String name = rest.startsWith("/") ? rest.substring(1) : rest;
        return new Target("postgresql", "localhost", 5432, namespace(name, "?"));
    }

    /** {@code mode://user:password@host:port,host:port/namespace?parameters}, with all but the host optional. */
    static Target network(String system, String rest, int defaultPort) {
        int slashes = rest.indexOf("//");
        int parameters = firstOf(rest, 0, "?;");
        if (slashes < 0 || slashes > parameters) {
            return new Target(system, null, 0, namespace(rest.startsWith("/") ? rest.substring(1) : rest, "?;:"));
        }
        int from = slashes + 2;
        int to = firstOf(rest, from, "/?;");
        HostAndPort server = HostAndPort.of(rest.substring(from, to), defaultPort);
        String namespace = null;
        if (to < rest.length() && rest.charAt(to) == '/') {
            String path = rest.substring(to + 1);
            namespace = namespace(path, "?;:&#");
        }
        if (server.address() == null && from == to) {
            server = new HostAndPort("localhost", defaultPort);
        }
        return new Target(system, server.address(), server.port(), namespace);
    }

    /** As {@link #network}, with the namespace in a parameter. */
    private static Target withParameter(String system, String rest, int defaultPort, String name) {
        Target target = network(system, rest, defaultPort);
        String value = parameter(rest, name);
        return new Target(
                system, target.address(), target.port(), value == null ? target.namespace() : namespace(value, "?;&"));
    }

    /** The value of {@code name=value} among parameters; the name is given in lower case. */
    static @Nullable String parameter(String rest, String name) {
        int from = 0;
        while (from < rest.length()) {
            int to = firstOf(rest, from, "?;&,/");
            int equals = rest.indexOf('=', from);
            if (equals > 0
                    && equals < to
                    && rest.substring(from, equals).strip().equalsIgnoreCase(name)) {
                return rest.substring(equals + 1, to).strip();
            }
            from = to + 1;
        }
        return null;
    }

    /** {@code mem:name}, {@code file:path}, {@code path}, or {@code tcp://host:port/path}. */
    private static Target fileOrNetwork(String system, String rest, int defaultPort) {
        int parameters = firstOf(rest, 0, "?;");
        int slashes = rest.indexOf("//");
        boolean local = startsWith(rest, "mem:") || startsWith(rest, "memory:") || startsWith(rest, "file:");
        if (slashes >= 0 && slashes < parameters && !local && defaultPort > 0) {
            int from = slashes + 2;
            int to = firstOf(rest, from, "/?;");
            int port = startsWith(rest, "https:") ? 443 : startsWith(rest, "http:") ? 80 : defaultPort;
            HostAndPort server = HostAndPort.of(rest.substring(from, to), port);
            String path = to < rest.length() && rest.charAt(to) == '/' ? rest.substring(to + 1) : "";
            return new Target(system, server.address(), server.port(), namespace(path, "?;"));
        }
        String path = rest;
        for (String mode : new String[] {"mem:", "memory:", "file:", "directory:", "res:", "classpath:", "nio:"}) {
            if (startsWith(path, mode)) {
                path = path.substring(mode.length());
                break;
            }
        }
        return new Target(system, null, 0, namespace(path, "?;"));
    }

    private static String lastSegment(String path) {
        String clean = path.substring(0, firstOf(path, 0, "?;"));
        return clean.substring(clean.lastIndexOf('/') + 1);
    }

    /** The text up to any of the given characters; {@code null} where it is empty, or could hold anything but a name. */
    static @Nullable String namespace(String text, String ends) {
        String name = text.substring(0, firstOf(text, 0, ends)).strip();
        while (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean suspect = name.indexOf('=') >= 0 || name.indexOf('@') >= 0 || name.length() > 255;
        return name.isEmpty() || suspect ? null : name;
    }

    /** The position of the first of the given characters, or the length of the text. */
    static int firstOf(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
