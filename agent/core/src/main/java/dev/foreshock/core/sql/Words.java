// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

/**
 * The words of SQL that mean something to {@link Clauses}, found by the hash that the lexer makes of a word anyway, so that
 * no word becomes a string to be looked up.
 *
 * <p>A word is an {@code int}: its number in the low byte (0 where it needs none), its traits above. An unknown word is 0.
 */
final class Words {
    static final int SELECT = 1;
    static final int INSERT = 2;
    static final int UPDATE = 3;
    static final int DELETE = 4;
    static final int MERGE = 5;
    static final int REPLACE = 6;
    static final int UPSERT = 7;
    static final int CALL = 8;
    static final int EXEC = 9;
    static final int EXECUTE = 10;
    static final int WITH = 11;
    static final int VALUES = 12;
    static final int CREATE = 13;
    static final int ALTER = 14;
    static final int DROP = 15;
    static final int TRUNCATE = 16;
    static final int GRANT = 17;
    static final int REVOKE = 18;
    static final int BEGIN = 19;
    static final int START = 20;
    static final int FROM = 21;
    static final int JOIN = 22;
    static final int INTO = 23;
    static final int USING = 24;
    static final int WHERE = 25;
    static final int ON = 26;
    static final int IN = 27;
    static final int ANY = 28;
    static final int ARRAY = 29;
    static final int LIKE = 30;
    static final int CONCAT = 31;
    static final int CONSTANT = 32;
    static final int DISTINCT = 33;
    static final int FOR = 34;
    static final int KEY = 35;
    static final int NO = 36;
    static final int SHARE = 37;
    static final int TOP = 38;
    static final int FETCH = 39;
    static final int FIRST = 40;
    static final int NEXT = 41;
    static final int VALUE = 42;
    static final int LIMIT = 43;
    static final int SECRET = 44;
    static final int TABLE = 45;
    static final int VIEW = 46;
    static final int INDEX = 47;
    static final int ROUTINE = 48;
    static final int RECURSIVE = 49;
    static final int COPY = 50;
    static final int COMMENT = 51;
    static final int SET = 52;
    static final int CONNECT = 53;
    static final int EXPLAIN = 54;
    static final int LOCK = 55;
    static final int TYPE = 56;

    /** Begins a statement. */
    static final int VERB = 1 << 8;
    /** What follows is an operand, so that a sign belongs to the number after it. */
    static final int OPERAND_FOLLOWS = 1 << 9;
    /** Ends the list of tables. */
    static final int ENDS_TABLES = 1 << 10;
    /** May stand between a verb and its table. */
    static final int BEFORE_NAME = 1 << 11;
    /** Changes data. */
    static final int WRITES = 1 << 12;
    /** Changes the schema or the rights. */
    static final int DDL = 1 << 13;
    /** What CREATE creates. */
    static final int OBJECT = 1 << 14;
    /** A verb that looks at the server or the session. */
    static final int PROBE = 1 << 15;
    /** Begins, ends or divides a transaction, or follows a BEGIN that does. */
    static final int TRANSACTION = 1 << 16;
    /** Gives another answer each time. */
    static final int VOLATILE = 1 << 17;
    /** Draws from a sequence. */
    static final int SEQUENCE = 1 << 18;
    /** Waits on purpose. */
    static final int BLOCKING = 1 << 19;
    /** A schema or table of the server's own. */
    static final int CATALOG = 1 << 20;
    /** Asks for locks. */
    static final int LOCKS = 1 << 21;
    /** Makes a literal of the string after it: DATE '…'. */
    static final int LITERAL_TYPE = 1 << 22;
    /** Limits the rows. */
    static final int LIMITS = 1 << 23;
    /** Has its traits without a bracket after it, too. */
    static final int BARE = 1 << 24;

    private static final int SIZE = 1024;
    private static final long[] HASHES = new long[SIZE];
    private static final int[] WORDS = new int[SIZE];
    private static final String[] NAMES = new String[SIZE];

    static {
        add(SELECT | VERB | OPERAND_FOLLOWS, "SELECT");
        add(INSERT | VERB | WRITES, "INSERT");
        add(UPDATE | VERB | WRITES, "UPDATE");
        add(DELETE | VERB | WRITES, "DELETE");
        add(MERGE | VERB | WRITES, "MERGE");
        add(REPLACE | VERB | WRITES | BEFORE_NAME, "REPLACE");
        add(UPSERT | VERB | WRITES, "UPSERT");
        add(CALL | VERB, "CALL");
        add(EXEC | VERB, "EXEC");
        add(EXECUTE | VERB, "EXECUTE");
        add(WITH | VERB, "WITH");
        add(VALUES | VERB | ENDS_TABLES, "VALUES");
        add(CREATE | VERB | DDL, "CREATE");
        add(ALTER | VERB | DDL, "ALTER");
        add(DROP | VERB | DDL, "DROP");
        add(TRUNCATE | VERB | DDL, "TRUNCATE");
        add(COMMENT | VERB | DDL, "COMMENT");
        add(VERB | DDL, "RENAME REINDEX REFRESH");
        add(GRANT | VERB | DDL, "GRANT");
        add(REVOKE | VERB | DDL, "REVOKE");
        add(BEGIN | VERB | TRANSACTION, "BEGIN");
        add(START | VERB | TRANSACTION, "START");
        add(VERB | TRANSACTION, "COMMIT ROLLBACK SAVEPOINT RELEASE ABORT");
        add(TRANSACTION | OPERAND_FOLLOWS, "END");
        add(SET | VERB | PROBE | ENDS_TABLES, "SET");
        add(EXPLAIN | VERB | PROBE, "EXPLAIN");
        add(VERB | PROBE, "SHOW USE DESCRIBE PRAGMA RESET DISCARD");
        add(COPY | VERB | WRITES, "COPY");
        add(CONNECT | VERB | ENDS_TABLES, "CONNECT");
        add(LOCK | VERB, "LOCK");
        add(VERB | BLOCKING, "LISTEN WAITFOR");
        add(VERB, "DECLARE CLOSE PREPARE DEALLOCATE NOTIFY UNLISTEN UNLOCK ANALYZE VACUUM CLUSTER CHECKPOINT LOAD DO");
        add(VERB, "KILL FLUSH OPTIMIZE SHUTDOWN ATTACH DETACH PRINT HANDLER BACKUP RESTORE");
        add(FETCH | VERB | ENDS_TABLES, "FETCH");
        add(TABLE | OBJECT | BEFORE_NAME, "TABLE");
        add(VIEW | OBJECT, "VIEW");
        add(INDEX | OBJECT, "INDEX");
        add(ROUTINE | OBJECT, "FUNCTION PROCEDURE TRIGGER PACKAGE");
        add(TYPE | OBJECT, "TYPE SEQUENCE DOMAIN");
        add(OBJECT, "USER ROLE LOGIN DATABASE SCHEMA EXTENSION SERVER PUBLICATION SUBSCRIPTION SYSTEM SESSION PROFILE");
        add(OBJECT, "TABLESPACE SYNONYM EVENT POLICY RULE AGGREGATE CAST COLLATION CONVERSION OPERATOR CREDENTIAL");
        add(BEFORE_NAME, "IF NOT EXISTS ONLY LATERAL IGNORE LOW_PRIORITY HIGH_PRIORITY QUICK DELAYED OVERWRITE");
        add(BEFORE_NAME, "CONCURRENTLY");
        add(BEFORE_NAME | OPERAND_FOLLOWS, "OR ALL");
        add(FROM | OPERAND_FOLLOWS | BEFORE_NAME, "FROM");
        add(INTO | BEFORE_NAME, "INTO");
        add(JOIN, "JOIN STRAIGHT_JOIN APPLY");
        add(USING, "USING");
        add(WHERE | ENDS_TABLES | OPERAND_FOLLOWS, "WHERE");
        add(ON | OPERAND_FOLLOWS, "ON");
        add(ENDS_TABLES, "GROUP ORDER UNION EXCEPT INTERSECT MINUS WINDOW QUALIFY");
        add(ENDS_TABLES | OPERAND_FOLLOWS, "HAVING RETURNING RETURN");
        add(LIMIT | ENDS_TABLES | OPERAND_FOLLOWS | LIMITS | BARE, "LIMIT OFFSET");
        add(IN | OPERAND_FOLLOWS, "IN");
        add(ANY | OPERAND_FOLLOWS, "ANY SOME");
        add(ARRAY, "ARRAY");
        add(LIKE | OPERAND_FOLLOWS, "LIKE ILIKE");
        add(CONCAT, "CONCAT BINARY");
        add(CONSTANT, "NULL TRUE FALSE");
        add(DISTINCT | OPERAND_FOLLOWS, "DISTINCT");
        add(FOR | ENDS_TABLES | OPERAND_FOLLOWS, "FOR");
        add(KEY, "KEY");
        add(NO, "NO");
        add(SHARE, "SHARE");
        add(TOP | OPERAND_FOLLOWS, "TOP");
        add(FIRST | OPERAND_FOLLOWS, "FIRST");
        add(NEXT | OPERAND_FOLLOWS, "NEXT");
        add(VALUE, "VALUE");
        add(RECURSIVE, "RECURSIVE");
        add(TRANSACTION, "TRANSACTION TRAN ISOLATION READ DEFERRED EXCLUSIVE IMMEDIATE");
        add(OPERAND_FOLLOWS, "AND BETWEEN BY CASE WHEN THEN ELSE IS SKIP INTERVAL ESCAPE REGEXP RLIKE DIV MOD XOR");
        add(TRANSACTION, "WORK");
        add(0, "AS ASC DESC DEFAULT LEFT RIGHT INNER OUTER FULL CROSS NATURAL ROW ROWS PERCENT SIMILAR TO OVER");
        add(0, "PARTITION MATERIALIZED CURSOR UNIQUE TEMP");
        add(
                0,
                "TEMPORARY GLOBAL LOCAL UNLOGGED EXTERNAL PUBLIC COLUMN CONSTRAINT PRIMARY FOREIGN REFERENCES CHECK ADD");
        add(0, "MODIFY CONFLICT DUPLICATE NOTHING MATCHED NOWAIT LOCKED COUNT SUM MIN MAX AVG COALESCE NULLIF LOWER");
        add(0, "UPPER VERSION CURRENT_SCHEMA CURRENT_DATABASE CURRENT_USER SESSION_USER DATABASE_NAME LAST_INSERT_ID");
        add(0, "CONNECTION_ID IDENTITY SCOPE_IDENTITY IDENTITY_VAL_LOCAL CURRENT CURRENT_SETTING SET_CONFIG");
        add(SECRET, "IDENTIFIED PASSWORD ENCRYPTED SECRET");
        add(LITERAL_TYPE, "DATE TIME TIMESTAMP");
        add(
                VOLATILE,
                "NOW RANDOM RAND UUID GEN_RANDOM_UUID NEWID CLOCK_TIMESTAMP STATEMENT_TIMESTAMP GETDATE GETUTCDATE");
        add(VOLATILE, "SYSDATETIME UNIX_TIMESTAMP UTC_TIMESTAMP CURDATE CURTIME RANDOM_UUID UUID_GENERATE_V4 SYS_GUID");
        add(
                VOLATILE | BARE,
                "SYSDATE SYSTIMESTAMP CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME LOCALTIME LOCALTIMESTAMP");
        add(VOLATILE | SEQUENCE | BARE, "NEXTVAL NEXT_VAL");
        add(VOLATILE | SEQUENCE, "GEN_ID");
        add(BLOCKING | VOLATILE, "PG_SLEEP PG_SLEEP_FOR PG_SLEEP_UNTIL SLEEP BENCHMARK GET_LOCK PG_ADVISORY_LOCK");
        add(LIMITS | BARE, "ROWNUM");
        add(LOCKS | BARE, "UPDLOCK XLOCK");
        add(CATALOG, "INFORMATION_SCHEMA PG_CATALOG DUAL SYSIBM SYSCAT SYSDUMMY1 RDB$DATABASE SQLITE_MASTER");
        add(CATALOG, "SQLITE_SCHEMA SYSOBJECTS PERFORMANCE_SCHEMA");
    }

    private Words() {}

    private static void add(int word, String names) {
        int from = 0;
        while (from < names.length()) {
            int to = names.indexOf(' ', from);
            if (to < 0) {
                to = names.length();
            }
            String name = names.substring(from, to);
            long hash = hash(name, 0, name.length());
            int slot = slot(hash);
            while (HASHES[slot] != 0) {
                if (HASHES[slot] == hash) {
                    throw new IllegalStateException("twice: " + name);
                }
                slot = (slot + 1) & (SIZE - 1);
            }
            HASHES[slot] = hash;
            WORDS[slot] = word | KNOWN;
            NAMES[slot] = name;
            from = to + 1;
        }
    }

    /** Every word of the table carries it, so that none of them is 0. */
    static final int KNOWN = 1 << 30;

    /** The word with this {@link #hash}, 0 where it is none of these. */
    static int of(long hash) {
        for (int slot = slot(hash); HASHES[slot] != 0; slot = (slot + 1) & (SIZE - 1)) {
            if (HASHES[slot] == hash) {
                return WORDS[slot];
            }
        }
        return 0;
    }

    /** A known word in upper case. */
    static String name(long hash) {
        for (int slot = slot(hash); HASHES[slot] != 0; slot = (slot + 1) & (SIZE - 1)) {
            if (HASHES[slot] == hash) {
                return NAMES[slot];
            }
        }
        return "?";
    }

    static int number(int word) {
        return word & 0xFF;
    }

    /** FNV-1a over 64 bits (Fowler, Noll and Vo, 1991) of the text in lower case, as far as it is ASCII. */
    static long hash(String text, int from, int to) {
        long hash = HASH_SEED;
        for (int i = from; i < to; i++) {
            hash = step(hash, lower(text.charAt(i)));
        }
        return hash;
    }

    /** The same with one question mark for the digits that stand together. */
    static long hashWithoutDigits(String text, int from, int to) {
        long hash = HASH_SEED;
        boolean inDigits = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean digit = Characters.isDigit(c);
            if (!digit || !inDigits) {
                hash = step(hash, digit ? '?' : lower(c));
            }
            inDigits = digit;
        }
        return hash;
    }

    static final long HASH_SEED = 0xCBF29CE484222325L;

    static long step(long hash, char c) {
        return (hash ^ c) * 0x100000001B3L;
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static int slot(long hash) {
        return (int) (hash ^ (hash >>> 32)) & (SIZE - 1);
    }
}
