// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of fingerprints. */
class SqlShapesPropertiesTest {
    private static final List<String> SYSTEMS = List.of(
            "postgresql",
            "mysql",
            "mariadb",
            "oracle.db",
            "microsoft.sql_server",
            "h2database",
            "hsqldb",
            "sqlite",
            "ibm.db2",
            "derby",
            "clickhouse",
            "snowflake",
            "cassandra",
            "other_sql");

    /** Where a literal may stand; {@code %} is the literal, {@code #} an identifier. */
    private static final List<String> STATEMENTS = List.of(
            "SELECT a, # FROM t WHERE b = % AND c > #",
            "SELECT # FROM # x JOIN u ON x.a = u.a WHERE x.b LIKE % OR x.c IN (%, %, %) ORDER BY #",
            "INSERT INTO # (a, #) VALUES (%, %), (%, %)",
            "UPDATE # SET a = %, # = b + % WHERE c BETWEEN % AND %",
            "DELETE FROM # WHERE a <> % /* note */ AND # IS NOT NULL",
            "SELECT CASE WHEN a = % THEN % ELSE # END FROM t -- end\n WHERE f(%, #) = %",
            "MERGE INTO # t USING # s ON (t.a = s.a) WHEN MATCHED THEN UPDATE SET b = % WHEN NOT MATCHED THEN INSERT VALUES (%)",
            "WITH x AS (SELECT # FROM t WHERE a = %) SELECT * FROM x WHERE # = % LIMIT 5",
            "SELECT a FROM t WHERE b=%AND #>c",
            "CREATE USER # IDENTIFIED BY %",
            "ALTER USER # PASSWORD %",
            "CALL #(%, %)",
            "SET # = %");

    private final SqlShapes shapes = new SqlShapes();

    private Shape shape(String system, String sql) {
        return shapes.shape(sql, new Target(system, null, 0, null));
    }

    @Provide
    Arbitrary<String> systems() {
        return Arbitraries.of(SYSTEMS);
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.of(STATEMENTS);
    }

    /**
     * A literal of the given dialect around a text that a test can look for. Only a text of odd length may stand beside the
     * beginning of a comment: where the opening quote is taken away, such a text is no literal any more, and its comment
     * hides that the closing quote is one too many.
     */
    private static String literal(String system, Random random, String secret) {
        List<String> forms = new ArrayList<>();
        forms.add("'" + secret + "'");
        forms.add("'" + secret + "''" + secret + "'");
        if (secret.length() % 2 != 0) {
            forms.add("' " + secret + " -- " + secret + " /* '");
        }
        forms.add("N'\"" + secret + "\"'");
        forms.add(String.valueOf(10_000 + random.nextInt(90_000)) + "." + random.nextInt(10));
        switch (system) {
            case "mysql", "mariadb" -> {
                forms.add("\"" + secret + "\"");
                forms.add("'" + secret + "\\' " + secret + "\\\\'");
                forms.add("\"'" + secret + "'\\\"\"\"\"");
                forms.add("_utf8'" + secret + "'");
            }
            case "postgresql" -> {
                forms.add("$$" + secret + "'" + secret + "$$");
                forms.add("$q$" + secret + "$$" + secret + "$q$");
                forms.add("E'" + secret + "\\'" + secret + "'");
                forms.add("U&'" + secret + "'");
                forms.add("'" + secret + "\\'");
            }
            case "oracle.db" -> {
                forms.add("q'[" + secret + "'" + secret + "]'");
                forms.add("Nq'!" + secret + "'!'");
                forms.add("'\\'");
            }
            case "microsoft.sql_server", "sqlite" -> {
                forms.add("\"" + secret + "\"");
                forms.add("'c:\\" + secret + "\\'");
            }
            case "cassandra" -> {
                forms.add("$$" + secret + "'" + secret + "$$");
                forms.add("'\\'");
            }
            case "clickhouse", "snowflake" -> forms.add("'" + secret + "\\'" + secret + "'");
            case "other_sql" -> {
                forms.add("\"" + secret + "\"");
                forms.add("$a$" + secret + "'$a$");
            }
            default -> {}
        }
        return forms.get(random.nextInt(forms.size()));
    }

    private static String fill(String system, String statement, Random literals, String secret, Random names) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < statement.length(); i++) {
            char c = statement.charAt(i);
            if (c == '%') {
                sql.append(' ').append(literal(system, literals, secret)).append(' ');
            } else if (c == '#') {
                sql.append("col").append(names.nextInt(1_000_000));
            } else {
                sql.append(c);
            }
        }
        return sql.toString();
    }

    private static void assertNothingShows(Shape shape, String secret, String sql) {
        String shown = (shape.text() + "\n" + shape.summary() + "\n" + shape.operation() + "\n" + shape.collections())
                .toLowerCase(Locale.ROOT);
        assertFalse(shown.contains(secret.substring(0, 4)), () -> sql + "\n" + shown);
        assertFalse(shown.contains(secret.substring(4)), () -> sql + "\n" + shown);
    }

    @Property(tries = 4000)
    void noLiteralSurvives(
            @ForAll("systems") String system, @ForAll("statements") String statement, @ForAll long literals) {
        String sql = fill(system, statement, new Random(literals), "zqwvxkjzz", new Random(1));
        assertNothingShows(shape(system, sql), "zqwvxkjzz", sql);
        assertTrue(!shape(system, sql).text().matches("(?s).*\\d{5}\\.\\d.*"), sql);
    }

    @Property(tries = 8000)
    void noLiteralSurvivesInAStatementThatIsCutOrHasACharacterTooFewOrTooMany(
            @ForAll("systems") String system, @ForAll("statements") String statement, @ForAll long seed) {
        Random random = new Random(seed);
        String sql = fill(system, statement, random, "zqwvxkjz", new Random(1));
        int at = random.nextInt(sql.length());
        String garbage = "'\"`[]$;\\/*-#?:@(){}q\n";
        String broken =
                switch (random.nextInt(3)) {
                    case 0 -> sql.substring(0, at);
                    case 1 -> sql.substring(0, at) + sql.substring(at + 1);
                    default ->
                        sql.substring(0, at) + garbage.charAt(random.nextInt(garbage.length())) + sql.substring(at);
                };
        assertNothingShows(shape(system, broken), "zqwvxkjz", system + ": " + broken);
    }

    @Property(tries = 3000)
    void anotherLiteralKeepsTheHash(
            @ForAll("systems") String system, @ForAll("statements") String statement, @ForAll long seed) {
        String one = fill(system, statement, new Random(seed), "secret1", new Random(1));
        String other = fill(system, statement, new Random(seed), "an other1", new Random(1));
        assertEquals(shape(system, one).hash(), shape(system, other).hash(), one);
        assertEquals(shape(system, one).text(), shape(system, other).text());
    }

    @Property(tries = 3000)
    void anotherFormOfLiteralKeepsTheHash(
            @ForAll("systems") String system,
            @ForAll("statements") String statement,
            @ForAll long seed,
            @ForAll long otherSeed) {
        String one = fill(system, statement, new Random(seed), "secret1", new Random(1));
        String other = fill(system, statement, new Random(otherSeed), "secret1", new Random(1));
        assertEquals(shape(system, one).hash(), shape(system, other).hash(), one + "\n" + other);
    }

    @Property(tries = 3000)
    void anotherIdentifierChangesTheHash(
            @ForAll("systems") String system, @ForAll("statements") String statement, @ForAll long names) {
        if (!statement.contains("#")) {
            return;
        }
        String one = fill(system, statement, new Random(1), "secret1", new Random(names));
        String other = fill(system, statement, new Random(1), "secret1", new Random(names + 1));
        assertNotEquals(shape(system, one).hash(), shape(system, other).hash(), one + "\n" + other);
    }

    @Property(tries = 3000)
    void blanksCommentsAndCaseChangeNothing(
            @ForAll("systems") String system, @ForAll("statements") String statement, @ForAll long seed) {
        if (statement.contains("/*")) {
            return;
        }
        String one = fill(system, statement, new Random(seed), "secret1", new Random(1));
        String other = fill(system, statement.replace(" ", " /* c */\t"), new Random(seed), "secret1", new Random(1));
        String lower = fill(system, statement.toLowerCase(Locale.ROOT), new Random(seed), "secret1", new Random(1));
        assertEquals(shape(system, one).hash(), shape(system, other).hash());
        assertEquals(shape(system, one).hash(), shape(system, lower).hash());
    }

    private static final String[] FRAGMENTS = {
        "SELECT",
        "FROM",
        "VALUES",
        "IN",
        "WITH",
        "AS",
        "CREATE",
        "USER",
        "IDENTIFIED",
        "CALL",
        "EXEC",
        "BEGIN",
        "LIKE",
        "ARRAY",
        "INSERT",
        "INTO",
        "UPDATE",
        "INDEX",
        "ON",
        "DATE",
        "'",
        "\"",
        "`",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "$$",
        "$a$",
        "/*",
        "*/",
        "--",
        "#",
        "\\",
        ";",
        ",",
        ".",
        "?",
        "??",
        ":a",
        "::",
        "@",
        "@@b",
        "q'",
        "E'",
        "U&'",
        "N'",
        "0x",
        "1e",
        "-",
        "\n",
        "\0",
        "\uD83D",
        "\u00A0",
        "/*!4",
        "é",
        "NULL",
        "a",
        "7",
        "(?,?)",
        "IN (?,",
        "VALUES ("
    };

    private static String nonsense(long seed) {
        Random random = new Random(seed);
        String blank = random.nextBoolean() ? " " : "";
        StringBuilder sql = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            if (random.nextInt(8) == 0) {
                sql.append((char) random.nextInt(0x3000));
            } else {
                sql.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
            }
            sql.append(blank);
        }
        return sql.toString();
    }

    @Property(tries = 10_000)
    void neverThrowsAndNeverShowsAQuotedLiteral(@ForAll("systems") String system, @ForAll long seed) {
        String sql = nonsense(seed);
        Shape shape = shape(system, sql);
        assertFalse(shape.text().contains("'"), sql);
        assertTrue(shape.summary().length() <= 255);
        assertTrue(shape.text().length() <= 4100);
        assertTrue(shape.arity() >= 0);
    }

    /** Both passes see the same statement: else strings would be kept under another statement's hash. */
    @Property(tries = 5000)
    void theHashDoesNotDependOnWhetherTextsAreBuilt(@ForAll("systems") String system, @ForAll long seed) {
        String sql = nonsense(seed);
        Dialect dialect = Dialect.of(system);
        SqlReader one = SqlReader.read(sql, dialect, false, false);
        SqlReader other = SqlReader.read(sql, dialect, false, true);
        assertEquals(one.isDoubtful(), other.isDoubtful());
        assertEquals(one.hash(), other.hash());
        assertEquals(one.traits(), other.traits());
        assertEquals(one.arity(), other.arity());
    }

    /** Elements of a list in every form that may be passed over without tokens, and in some that may not. */
    private static final List<String> ELEMENTS = List.of(
            "%d",
            "-%d",
            " %d ",
            "%d.5",
            "'%d'",
            "'a%d'",
            "'it''s %d'",
            "?",
            "NULL",
            "0x%d",
            "%de5",
            "+%d",
            "'a\\%d'",
            "123456789%d",
            "\n%d",
            "\t%d",
            "'%d,1'",
            "'(%d)'");

    /** A list hashes, shows and counts the same however much of it is passed over: blanks other than plain ones prevent that. */
    @Property(tries = 5000)
    void listsThatArePassedOverAreThoseThatAreRead(@ForAll("systems") String system, @ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder quick = new StringBuilder();
        StringBuilder slow = new StringBuilder();
        int elements = 1 + random.nextInt(12);
        for (int i = 0; i < elements; i++) {
            String element = String.format(ELEMENTS.get(random.nextInt(ELEMENTS.size())), random.nextInt(100_000));
            quick.append(i == 0 ? "" : ",").append(element);
            slow.append(i == 0 ? "" : ",").append("/* */").append(element);
        }
        String frame = random.nextBoolean() ? "SELECT a FROM t WHERE b IN (%s)" : "INSERT INTO t VALUES (%s)";
        assertSameReading(system, String.format(frame, quick), String.format(frame, slow));
        String rows =
                random.nextBoolean() ? "(%1$s),(%1$s), (%1$s),(7),(8),(9)" : "(1),(2),(?, 'x') ,(%1$s),(3), (%1$s),(4)";
        String insert = "INSERT INTO t VALUES " + rows + " RETURNING a";
        assertSameReading(system, String.format(insert, quick), String.format(insert, slow));
    }

    private static void assertSameReading(String system, String quick, String slow) {
        Shape one = SqlReader.read(quick, Dialect.of(system), false, true).shape();
        Shape other = SqlReader.read(slow, Dialect.of(system), false, true).shape();
        assertEquals(other.hash(), one.hash(), quick);
        assertEquals(other.arity(), one.arity(), quick);
        assertEquals(other.traits(), one.traits(), quick);
        assertEquals(other.text().replace(" ", ""), one.text().replace(" ", ""), quick);
        assertEquals(other.literalHash() == 0, one.literalHash() == 0, quick);
    }

    @Property(tries = 3000)
    void anyOtherElementOfAListIsAnotherValue(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 3 + random.nextInt(10); i++) {
            values.add(random.nextBoolean() ? "'" + random.nextInt(1000) + "'" : "" + random.nextLong());
        }
        long before = shape("postgresql", "SELECT a FROM t WHERE b IN (" + String.join(", ", values) + ")")
                .literalHash();
        int at = random.nextInt(values.size());
        values.set(at, values.get(at).startsWith("'") ? "'x'" : values.get(at) + "1");
        long after = shape("postgresql", "SELECT a FROM t WHERE b IN (" + String.join(", ", values) + ")")
                .literalHash();
        assertNotEquals(before, after);
    }

    /** Twice the text, twice the tokens: nothing is read again and again. What takes longest is read in full. */
    @Example
    void timeIsLinear() {
        List<String> units = List.of(
                "'a', ",
                "(",
                "/* */ ",
                "$a$ ",
                "x.",
                "VALUES (1), ",
                "IN ((1,",
                "IN (1,2,3,'",
                "(1),(2),(3,",
                "\"a\"",
                "-- \n",
                "'");
        for (String unit : units) {
            String half = "SELECT " + unit.repeat(Lexer.LIMIT / 2 / unit.length() - 8);
            String whole = half + unit.repeat(Lexer.LIMIT / 2 / unit.length() - 8);
            long shorter = best(half);
            long longer = best(whole);
            assertTrue(longer < 6 * shorter + 1_000_000, () -> unit + ": " + shorter + " ns, " + longer + " ns");
        }
    }

    /** CPU time, which holds on a machine that is busy with other things. */
    private static long best(String sql) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long start = threads.getCurrentThreadCpuTime();
            SqlReader.read(sql, Dialect.of("postgresql"), false, true);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        return best;
    }
}
