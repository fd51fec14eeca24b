// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlShapesTest {
    private final SqlShapes shapes = new SqlShapes();

    private Shape shape(@Nullable String system, String sql) {
        return shapes.shape(sql.replace('¶', '\n'), system == null ? null : new Target(system, null, 0, null));
    }

    private Shape pg(String sql) {
        return shape("postgresql", sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "postgresql => select * from orders where id = 42 => select * from orders where id = ?",
                "postgresql => SELECT a.x, 1.5e-3, .5, 0xFF, 1_000 FROM a => SELECT a.x, ?, ?, ?, ? FROM a",
                "postgresql => SELECT name FROM t1 WHERE order2024 = 'x''y' => SELECT name FROM t1 WHERE order2024 = ?",
                "postgresql => SELECT * FROM t WHERE a IS NULL AND b = TRUE => SELECT * FROM t WHERE a IS NULL AND b = TRUE",
                "postgresql => SELECT * FROM t WHERE a=$1 AND b = :name::int => SELECT * FROM t WHERE a=? AND b = ?::int",
                "postgresql => SELECT \"Order\".id FROM \"Order\" => SELECT \"Order\".id FROM \"Order\"",
                "mysql => SELECT \"Order\", `Or der` FROM `t` => SELECT ?, `Or der` FROM `t`",
                "mysql => SELECT 'it\\'s' , x # it's¶ FROM t => SELECT ? , x FROM t",
                "mysql => SELECT a--1 FROM t -- it's => SELECT a-? FROM t",
                "mysql => SELECT _utf8mb4'abc', x'00ff', N'é' FROM t => SELECT ?, ?, ? FROM t",
                "mysql => SELECT /*!40001 SQL_NO_CACHE */ * FROM t => SELECT SQL_NO_CACHE * FROM t",
                "oracle.db => SELECT q'[it's ]' , nq'!x'!' FROM dual => SELECT ? , ? FROM dual",
                "oracle.db => SELECT a FROM t@link WHERE b = 'c:\\' => SELECT a FROM t@link WHERE b = ?",
                "cassandra => SELECT \"Name\" FROM t WHERE id = 123e4567-e89b-12d3-a456-426614174000 => SELECT \"Name\" FROM t WHERE id = ?",
                "cassandra => UPDATE t SET a = {'k': 1}, b = $$it's$$ WHERE c = 0xCAFE // it's¶ AND d = 89h4m => UPDATE t SET a = {?: ?}, b = ? WHERE c = ? AND d = ?",
                "cassandra => SELECT a FROM t WHERE id = cafecafe-e89b-12d3-a456-426614174000x => SELECT a FROM t WHERE id = cafecafe-e89b-?-a456-?",
                "microsoft.sql_server => SELECT [a b], N'x' FROM [dbo].[t] WHERE c = @p0 => SELECT [a b], ? FROM [dbo].[t] WHERE c = ?",
                "microsoft.sql_server => SELECT * FROM #tmp /* a /* b */ it's */ => SELECT * FROM #tmp",
                "postgresql => SELECT $$it's$$, $tag$ a $$ b $tag$ FROM t => SELECT ?, ? FROM t",
                "postgresql => SELECT E'a\\'b', U&'d\\0061t', B'01' FROM t => SELECT ?, ?, ? FROM t",
                "postgresql => SELECT DATE '2020-01-01', INTERVAL '1 day' => SELECT ?, INTERVAL ?",
                "postgresql => SELECT a #> '{x,y}' FROM t WHERE d ?? 'k' AND e ??| array['p','q'] => SELECT a #> ? FROM t WHERE d ?? ? AND e ??| array[?]",
                "postgresql => SELECT * FROM t WHERE a = -5 AND b - 3 > +2 => SELECT * FROM t WHERE a = ? AND b - ? > ?",
                "postgresql => SELECT * FROM t WHERE id IN (1, 2,3) => SELECT * FROM t WHERE id IN (?)",
                "postgresql => SELECT * FROM t WHERE (a, b) IN ((1,'x'), (2, 'y')) => SELECT * FROM t WHERE (a, b) IN ((?,?))",
                "postgresql => SELECT * FROM t WHERE id = ANY(ARRAY[1,2]) => SELECT * FROM t WHERE id = ANY(ARRAY[?])",
                "postgresql => INSERT INTO t (a, b) VALUES (1, 'x'), (NULL, 'y') ; => INSERT INTO t (a, b) VALUES (?)",
                "postgresql => INSERT INTO t VALUES (1, now()), (2, now()) RETURNING id => INSERT INTO t VALUES (?, now()) RETURNING id",
                "mysql => INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b) => INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b)",
                "postgresql => SELECT a /* secret */ , b -- secret¶ FROM  t\t\tWHERE c = 1 => SELECT a , b FROM t WHERE c = ?",
                "oracle.db => {? = call pkg.f(?, 'x')} => ? = call pkg.f",
                "mysql => CALL foo(1, 'a', @b) => CALL foo",
                "microsoft.sql_server => EXEC @rc = dbo.proc @a = 1, @b = 'x'; SELECT 1 => EXEC ? = dbo.proc; SELECT ?",
                "oracle.db => CREATE USER bob IDENTIFIED BY hunter2 DEFAULT TABLESPACE x => CREATE USER bob IDENTIFIED ?",
                "postgresql => ALTER USER bob WITH ENCRYPTED PASSWORD 'hunter2' => ALTER USER bob WITH ENCRYPTED ?",
                "mysql => GRANT ALL ON *.* TO 'bob'@'%' IDENTIFIED BY \"hunter2\" => GRANT ALL ON *.* TO ?@? IDENTIFIED ?",
                "teradata => CREATE USER bob AS PASSWORD=hunter2 => CREATE USER bob AS PASSWORD ?",
                "postgresql => SELECT password FROM users WHERE password = 'x' => SELECT password FROM users WHERE password = ?",
                "postgresql => CREATE TABLE users (id int, password text) => CREATE TABLE users (id int, password text)",
            })
    void removesLiteralsAndKeepsTheRest(String system, String sql, String expected) {
        assertEquals(expected, shape(system, sql).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "mysql => SELECT * FROM t WHERE a = 'open",
                "mysql => SELECT * FROM t WHERE a = 'x\\'",
                "postgresql => SELECT * FROM t /* never closed",
                "postgresql => SELECT $tag$ never closed $tagg$",
                "postgresql => SELECT 'abc'def FROM t",
                "postgresql => SELECT abc'def' FROM t",
                "postgresql => SELECT \"open FROM t",
                "postgresql => SELECT \"don't\" FROM t",
                "postgresql => SELECT a */ b",
                "postgresql => SELECT a \\ b",
                "other_sql => SELECT 'it\\'s' FROM t",
                "other_sql => SELECT a FROM t # comment or not",
                "other_sql => SELECT a /* x /* y */ 'z' */",
                "other_sql => SELECT q'[it's]' FROM t",
            })
    void showsNothingOfAStatementThatIsInDoubt(String system, String sql) {
        Shape shape = shape(system, sql);
        assertEquals("?", shape.text());
        assertEquals("SELECT", shape.summary());
        assertEquals(List.of(), shape.collections());
        assertTrue(shape.is(Shape.READS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "SELECT * FROM songs, artists a WHERE a.id = 1 => SELECT songs artists",
                "select o.id from shop.orders o join items i on i.o = o.id, stock => SELECT shop.orders items stock",
                "INSERT INTO details (a) SELECT b FROM orders => INSERT details SELECT orders",
                "SELECT d FROM (SELECT * FROM orders o JOIN customers c ON 1=1) => SELECT SELECT orders customers",
                "UPDATE ONLY t SET a = EXTRACT(YEAR FROM b) FROM u WHERE c IS DISTINCT FROM d => UPDATE t u",
                "DELETE FROM t USING u WHERE t.a = u.a => DELETE t u",
                "MERGE INTO t USING (SELECT a FROM s) x ON (t.a = x.a) WHEN MATCHED THEN UPDATE SET b = 1 => MERGE t SELECT s",
                "WITH RECURSIVE x (n) AS (SELECT 1 FROM a), y AS (SELECT 2 FROM x) SELECT * FROM y, b => SELECT a SELECT SELECT b",
                "WITH x AS (SELECT 1 FROM a) INSERT INTO t SELECT * FROM x => SELECT a INSERT t SELECT",
                "SELECT * FROM generate_series(1, 5) g, t => SELECT t",
                "SELECT * FROM \"song list\", \"t\".\"u\" => SELECT \"song list\" t.u",
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a) => CREATE INDEX i t",
                "CREATE TABLE IF NOT EXISTS s.t (a int) => CREATE TABLE s.t",
                "DROP VIEW v => DROP VIEW v",
                "TRUNCATE TABLE t => TRUNCATE t",
                "CALL shop.settle(1) => CALL shop.settle",
                "COMMIT => COMMIT",
                "SELECT 1; DELETE FROM t => SELECT; DELETE t",
                "SELECT * FROM t WHERE a IN (SELECT b FROM u) FOR UPDATE => SELECT t SELECT u",
                "INSERT INTO t (a) VALUES (1) ON CONFLICT DO UPDATE SET a = 2 => INSERT t",
                "VACUUM FULL t => VACUUM",
                "EXPLAIN ANALYZE UPDATE t SET a = 1 => EXPLAIN UPDATE t",
                "SELECT a FROM t1 UNION ALL SELECT b FROM t2 => SELECT t1 SELECT t2",
                "(SELECT a FROM t1) UNION (SELECT b FROM t2) => SELECT t1 SELECT t2",
            })
    void summarisesVerbsAndTables(String sql, String summary) {
        assertEquals(summary, pg(sql).summary());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "select 1 => READS PROBE",
                "SELECT version() => READS PROBE",
                "SELECT 1 FROM dual => READS PROBE UNFILTERED",
                "SELECT * FROM pg_catalog.pg_class WHERE a = 1 => READS PROBE",
                "SELECT settle(?) => READS",
                "SET search_path = x => PROBE",
                "SELECT nextval('s') => READS SEQUENCE VOLATILE",
                "select next_val as id_val from ids for update => READS SEQUENCE LOCKS VOLATILE UNFILTERED",
                "SELECT a FROM t WHERE b = 1 LIMIT 10 => READS LIMITED",
                "SELECT a FROM t WHERE b = 1 FETCH FIRST 10 ROWS ONLY => READS LIMITED",
                "SELECT TOP 10 a FROM t WHERE b = 1 => READS LIMITED",
                "SELECT a FROM t WHERE b = 1 AND ROWNUM < 5 => READS LIMITED",
                "SELECT a FROM t WHERE b = 1 FOR NO KEY UPDATE => READS LOCKS",
                "SELECT a FROM t WHERE b LIKE '%x' => READS LEADING_WILDCARD",
                "SELECT a FROM t WHERE b LIKE CONCAT('%', ?) => READS LEADING_WILDCARD",
                "SELECT a FROM t WHERE b LIKE 'x%' => READS",
                "SELECT a FROM t WHERE b > now() => READS VOLATILE",
                "SELECT a, uuid FROM t WHERE b = ? => READS",
                "UPDATE t SET a = 1 => WRITES UNFILTERED",
                "UPDATE t SET a = 1 WHERE b = 2 => WRITES",
                "INSERT INTO t VALUES (1) => WRITES",
                "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x => WRITES",
                "BEGIN => TRANSACTION",
                "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE => TRANSACTION",
                "BEGIN settle(?); END => CALL",
                "ROLLBACK TO SAVEPOINT s => TRANSACTION",
                "CALL f(1) => CALL",
                "DROP TABLE t => DDL",
                "SELECT pg_sleep(1) => READS VOLATILE BLOCKING",
                "LISTEN ch => BLOCKING",
            })
    void knowsTheTraits(String sql, String traits) {
        assertEquals(traits, names(pg(sql).traits()));
    }

    private static String names(int traits) {
        String[] names = {
            "READS",
            "WRITES",
            "LIMITED",
            "SEQUENCE",
            "LOCKS",
            "PROBE",
            "CALL",
            "DDL",
            "VOLATILE",
            "TRUNCATED",
            "LEADING_WILDCARD",
            "UNFILTERED",
            "TRANSACTION",
            "BLOCKING"
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if ((traits & 1 << i) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(names[i]);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "SELECT * FROM t WHERE a = 1 => select *¶from T where A=22 ;",
                "SELECT * FROM t WHERE a = ? => SELECT * FROM t WHERE a = $1",
                "SELECT * FROM t WHERE a IN (?) => SELECT * FROM t WHERE a IN (?, ?, 3)",
                "INSERT INTO t VALUES (1, 2) => INSERT INTO t VALUES (1, 2), (3, NULL), (4, 5)",
                "SELECT a /* x */ FROM t => SELECT a FROM t -- y",
                "CALL f(1) => {call f(?, ?)}",
                "SELECT * FROM t WHERE a = -1 => SELECT * FROM t WHERE a = 1",
            })
    void joinsWhatBelongsTogether(String one, String other) {
        assertEquals(pg(one).hash(), pg(other).hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "SELECT * FROM t WHERE a = 1 => SELECT * FROM t WHERE a IN (1)",
                "SELECT * FROM t WHERE a = ? => SELECT * FROM t WHERE a IS NULL",
                "SELECT * FROM t1 => SELECT * FROM t2",
                "SELECT * FROM \"T\" => SELECT * FROM \"t\"",
                "SELECT a, b FROM t => SELECT b, a FROM t",
                "SELECT * FROM t WHERE a = 1 => SELECT * FROM t WHERE a > 1",
                "INSERT INTO t (a, b) VALUES (1, 2) => INSERT INTO t (a, c) VALUES (1, 2)",
                "INSERT INTO t VALUES (1, now()) => INSERT INTO t VALUES (1, later())",
                "CALL f(1) => CALL g(1)",
                "SELECT a FROM t; SELECT b FROM t => SELECT a FROM t; SELECT c FROM t",
            })
    void takesApartWhatDiffers(String one, String other) {
        assertNotEquals(pg(one).hash(), pg(other).hash());
    }

    @Test
    void an_array_in_the_place_of_an_IN_list_is_known_as_one() {
        assertTrue(shape("postgresql", "select * from item i where i.order_id = ANY (?)")
                .is(Shape.ARRAY));
        assertTrue(shape("postgresql", "select * from item i where i.order_id = any(?)")
                .is(Shape.ARRAY));
        assertFalse(shape("postgresql", "select * from item i where i.order_id in (?, ?)")
                .is(Shape.ARRAY));
        assertFalse(shape("postgresql", "select * from company where id = ?").is(Shape.ARRAY));
    }

    @Test
    void countsTheValuesOfTheLongestInList() {
        assertEquals(0, pg("SELECT * FROM t WHERE a = 1").arity());
        assertEquals(1, pg("SELECT * FROM t WHERE a IN (?)").arity());
        assertEquals(
                3, pg("SELECT * FROM t WHERE a IN (1,2) AND b IN (?, ?, ?)").arity());
        assertEquals(2, pg("SELECT * FROM t WHERE (a, b) IN ((1, 2), (3, 4))").arity());
        assertEquals(
                0,
                pg("SELECT * FROM t WHERE a IN (SELECT b FROM u WHERE c = 1)").arity());
        assertEquals(0, pg("SELECT * FROM t WHERE 1 IN (a, b)").arity());
    }

    @Test
    void joinsShardedTablesWhereAskedTo() {
        Target target = new Target("postgresql", null, 0, null);
        SqlShapes joining = new SqlShapes(true);
        Shape one = joining.shape("SELECT a1 FROM orders_17 o JOIN \"Items 9\" i ON i.x = 5", target);
        Shape other = joining.shape("SELECT a1 FROM orders_2024 o JOIN \"Items 100\" i ON i.x = 7", target);
        assertEquals(one.hash(), other.hash());
        assertEquals("SELECT a? FROM orders_? o JOIN \"Items ?\" i ON i.x = ?", one.text());
        assertEquals("SELECT orders_? \"Items ?\"", one.summary());
        assertEquals(List.of("orders_?", "\"Items ?\""), one.collections());
        assertNotEquals(
                joining.shape("SELECT a FROM t1_2", target).hash(),
                joining.shape("SELECT a FROM t1_x", target).hash());
        assertTrue(joining.shape("SELECT a FROM SYSIBM.SYSDUMMY1", target).is(Shape.PROBE), "words of SQL keep theirs");
        assertEquals("SELECT a FROM orders_17", pg("SELECT a FROM orders_17").text(), "not unless asked to");
    }

    @Test
    void readsTenThousandValues() {
        StringBuilder sql = new StringBuilder("SELECT * FROM t WHERE id IN (0");
        for (int i = 1; i < 4000; i++) {
            sql.append(", ").append(i);
        }
        Shape shape = pg(sql + ")");
        assertEquals(4000, shape.arity());
        assertEquals("SELECT * FROM t WHERE id IN (?)", shape.text());
        for (int i = 4000; i < 10_000; i++) {
            sql.append(", ").append(i);
        }
        Shape cut = pg(sql + ")");
        assertTrue(cut.is(Shape.TRUNCATED));
        assertEquals("SELECT * FROM t WHERE id IN (? ...", cut.text());
        assertEquals(cut.hash(), pg(sql.toString().replace("77", "78") + ")").hash());
    }

    @Test
    void staysWithinTheLimitsOfWhatIsShown() {
        StringBuilder sql = new StringBuilder("SELECT * FROM t0");
        for (int i = 1; i < 2000; i++) {
            sql.append(", table_with_a_long_name_").append(i);
        }
        Shape shape = pg(sql.toString());
        assertTrue(shape.text().length() <= 4100, shape.text());
        assertTrue(shape.text().endsWith(" ..."));
        assertTrue(shape.summary().length() <= 255);
        assertTrue(shape.summary().matches("SELECT t0( table_with_a_long_name_\\d+)+"), shape.summary());
        assertEquals(16, shape.collections().size());
    }

    @Test
    void doesNotTrustWhatLiesBeyondTheLimit() {
        String secret = "hunter2hunter2";
        String padding = "x".repeat(Lexer.LIMIT - 40);
        Shape shape =
                pg("SELECT * FROM t WHERE a = '" + padding + " it''s " + secret.repeat(10) + "' AND b = " + secret);
        assertTrue(shape.is(Shape.TRUNCATED));
        assertFalse(shape.text().contains(secret));
        assertEquals("SELECT * FROM t WHERE a = ? ...", shape.text());
    }

    @Test
    void readsEmptyAndBlankTexts() {
        for (String sql : List.of("", " ", ";", "-- nothing", "()", "'", "\0")) {
            assertEquals("?", shape(null, sql).operation(), sql);
        }
    }

    @Test
    void literalsAreTakenApartByTheirHash() {
        Shape one = pg("SELECT * FROM t WHERE a = 1");
        assertEquals(one.literalHash(), pg("SELECT * FROM t WHERE a = 1").literalHash());
        assertNotEquals(one.literalHash(), pg("SELECT * FROM t WHERE a = 2").literalHash());
        assertNotEquals(0, one.literalHash());
        assertEquals(0, pg("SELECT * FROM t WHERE a = ?").literalHash());
        assertNotEquals(
                pg("SELECT * FROM t WHERE a = 1 AND b = 2").literalHash(),
                pg("SELECT * FROM t WHERE a = 2 AND b = 1").literalHash());
    }

    @Test
    void keepsPreparedTextsAndSharesTheStringsOfOthers() {
        String sql = "SELECT * FROM t WHERE a = ?";
        assertSame(pg(sql), pg(new String(sql)));
        Shape constant = pg("SELECT * FROM t WHERE c = 'OPEN' AND a = ?");
        assertSame(
                constant.text(),
                pg("SELECT * FROM t WHERE c = 'OPEN' AND a = ?").text());
        assertSame(
                pg("SELECT * FROM t WHERE c = 'OPEN' AND a = ?"),
                pg("SELECT * FROM t WHERE c = 'OPEN' AND a = ?"),
                "seen three times, it is no longer read");
        assertEquals(
                constant.literalHash(),
                pg("SELECT * FROM t WHERE c = 'OPEN' AND a = ?").literalHash());
        Shape one = pg("SELECT * FROM t WHERE b = 1");
        Shape other = pg("SELECT * FROM t WHERE b = 2");
        assertNotSame(one, other);
        assertSame(one.text(), other.text());
        assertSame(one.summary(), other.summary());
    }
}
