// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * What the lexer must know of a database: which quotes there are and what they mean. A database that is not listed is
 * {@link #UNKNOWN}, for which everything that two databases read differently puts the statement in doubt.
 */
final class Dialect {
    private static final int BACKSLASH = 1;
    private static final int DOUBLE_QUOTED_NAMES = 1 << 1;
    private static final int BRACKETED_NAMES = 1 << 2;
    private static final int BACKTICKED_NAMES = 1 << 3;
    private static final int DOLLAR_QUOTES = 1 << 4;
    private static final int HASH_COMMENTS = 1 << 5;
    private static final int HASH_IN_NAMES = 1 << 6;
    private static final int NESTED_COMMENTS = 1 << 7;
    private static final int Q_QUOTES = 1 << 8;
    private static final int ESCAPE_STRINGS = 1 << 9;
    private static final int EXECUTABLE_COMMENTS = 1 << 10;
    private static final int HASH_OPERATORS = 1 << 11;
    private static final int SLASH_COMMENTS = 1 << 12;
    private static final int BARE_UUIDS = 1 << 13;

    static final Dialect UNKNOWN = new Dialect(BACKTICKED_NAMES | DOLLAR_QUOTES);

    private static final Dialect STANDARD = new Dialect(DOUBLE_QUOTED_NAMES | HASH_IN_NAMES);
    private static final Dialect POSTGRESQL =
            new Dialect(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | NESTED_COMMENTS | ESCAPE_STRINGS | HASH_OPERATORS);
    private static final Dialect MYSQL =
            new Dialect(BACKSLASH | BACKTICKED_NAMES | HASH_COMMENTS | EXECUTABLE_COMMENTS);
    private static final Dialect ORACLE = new Dialect(DOUBLE_QUOTED_NAMES | Q_QUOTES | HASH_IN_NAMES);
    private static final Dialect DB2 = new Dialect(DOUBLE_QUOTED_NAMES | NESTED_COMMENTS | HASH_IN_NAMES);
    private static final Dialect SQL_SERVER = new Dialect(BRACKETED_NAMES | NESTED_COMMENTS | HASH_IN_NAMES);
    private static final Dialect SQLITE = new Dialect(BRACKETED_NAMES | BACKTICKED_NAMES);
    private static final Dialect H2 =
            new Dialect(DOUBLE_QUOTED_NAMES | BACKTICKED_NAMES | DOLLAR_QUOTES | NESTED_COMMENTS | HASH_IN_NAMES);
    private static final Dialect CLICKHOUSE =
            new Dialect(BACKSLASH | DOUBLE_QUOTED_NAMES | BACKTICKED_NAMES | DOLLAR_QUOTES | HASH_COMMENTS);
    private static final Dialect SNOWFLAKE = new Dialect(BACKSLASH | DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES);

    private static final Dialect CASSANDRA =
            new Dialect(DOUBLE_QUOTED_NAMES | DOLLAR_QUOTES | SLASH_COMMENTS | BARE_UUIDS);

    /** Whether a backslash takes the meaning from the quote that follows it. */
    final boolean backslash;

    /** Whether {@code "…"} is a name; otherwise it is a literal. */
    final boolean doubleQuotedNames;

    /** Whether {@code […]} is a name. */
    final boolean bracketedNames;

    /** Whether {@code `…`} is a name. */
    final boolean backtickedNames;

    /** Whether {@code $tag$…$tag$} is a literal. */
    final boolean dollarQuotes;

    /** Whether {@code #} begins a comment. */
    final boolean hashComments;

    /** Whether {@code #} is a letter of a name. */
    final boolean hashInNames;

    /** Whether {@code #} is an operator. */
    final boolean hashOperators;

    /** Whether comments nest. */
    final boolean nestedComments;

    /** Whether {@code q'[…]'} is a literal. */
    final boolean qQuotes;

    /** Whether {@code E'…'} is a literal with backslash escapes. */
    final boolean escapeStrings;

    /** Whether the content of a comment that begins with an exclamation mark is executed. */
    final boolean executableComments;

    /** Whether {@code //} begins a comment. */
    final boolean slashComments;

    /** Whether a UUID is a literal without quotes. */
    final boolean bareUuids;

    private Dialect(int flags) {
        backslash = (flags & BACKSLASH) != 0;
        doubleQuotedNames = (flags & DOUBLE_QUOTED_NAMES) != 0;
        bracketedNames = (flags & BRACKETED_NAMES) != 0;
        backtickedNames = (flags & BACKTICKED_NAMES) != 0;
        dollarQuotes = (flags & DOLLAR_QUOTES) != 0;
        hashComments = (flags & HASH_COMMENTS) != 0;
        hashInNames = (flags & HASH_IN_NAMES) != 0;
        hashOperators = (flags & HASH_OPERATORS) != 0;
        slashComments = (flags & SLASH_COMMENTS) != 0;
        bareUuids = (flags & BARE_UUIDS) != 0;
        nestedComments = (flags & NESTED_COMMENTS) != 0;
        qQuotes = (flags & Q_QUOTES) != 0;
        escapeStrings = (flags & ESCAPE_STRINGS) != 0;
        executableComments = (flags & EXECUTABLE_COMMENTS) != 0;
    }

    /** The dialect of a system by its conventional name, {@link #UNKNOWN} for {@code null} and for any other. */
    static Dialect of(@Nullable String system) {
        if (system == null) {
            return UNKNOWN;
        }
        return switch (system) {
            case "postgresql", "cockroachdb", "aws.redshift", "edb" -> POSTGRESQL;
            case "mysql", "mariadb" -> MYSQL;
            case "oracle.db" -> ORACLE;
            case "microsoft.sql_server", "sybase" -> SQL_SERVER;
            case "h2database" -> H2;
            case "sqlite" -> SQLITE;
            case "ibm.db2", "ibm.informix" -> DB2;
            case "hsqldb", "derby", "sap.hana", "trino", "teradata" -> STANDARD;
            case "clickhouse" -> CLICKHOUSE;
            case "snowflake" -> SNOWFLAKE;
            case "cassandra" -> CASSANDRA;
            default -> UNKNOWN;
        };
    }

    boolean isUnknown() {
        return this == UNKNOWN;
    }
}
