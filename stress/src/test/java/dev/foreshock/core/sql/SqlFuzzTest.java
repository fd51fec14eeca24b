// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.sql;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;

/** Statements: anything an application may send to a database. */
class SqlFuzzTest {
    private static final List<String> SYSTEMS = List.of(
            "postgresql",
            "mysql",
            "oracle.db",
            "microsoft.sql_server",
            "h2database",
            "sqlite",
            "clickhouse",
            "other_sql");

    private static final int LONGEST_TEXT = 4_100;
    private static final int LONGEST_SUMMARY = 255;

    private final SqlShapes shapes = new SqlShapes();
    private final SqlShapes joining = new SqlShapes(true);

    @FuzzTest(maxDuration = "60s")
    void aStatementIsReadAlikeTwiceAndShowsNoQuote(FuzzedDataProvider data) {
        String system = data.pickValue(SYSTEMS);
        Target target = new Target(system, null, 0, null);
        String sql = data.consumeRemainingAsString();
        check(shapes.shape(sql, target), sql);
        check(shapes.shape(sql, target), sql);
        check(joining.shape(sql, target), sql);
        Dialect dialect = Dialect.of(system);
        SqlReader hashed = SqlReader.read(sql, dialect, false, false);
        SqlReader shown = SqlReader.read(sql, dialect, false, true);
        require(hashed.hash() == shown.hash() && hashed.arity() == shown.arity(), sql);
        require(hashed.isDoubtful() == shown.isDoubtful() && hashed.traits() == shown.traits(), sql);
    }

    /** What is in quotes that nothing else of the statement can reach into never shows. */
    @FuzzTest(maxDuration = "60s")
    void aLiteralNeverShows(FuzzedDataProvider data) {
        String system = data.pickValue(SYSTEMS);
        String inside = data.consumeString(20).replace("'", "").replace("\\", "");
        String values = "'zqwvxkjz" + inside + "', " + data.consumeInt() + ", '" + inside + "zqwvxkjz'";
        String sql = "SELECT a FROM t WHERE b IN (" + values + ", " + values + ") AND c = 'zqwvxkjz'";
        Shape shape = shapes.shape(sql, new Target(system, null, 0, null));
        require(!(shape.text() + shape.summary() + shape.collections()).contains("zqwv"), sql);
    }

    private static void check(Shape shape, String sql) {
        require(shape.text().indexOf('\'') < 0 && shape.text().length() <= LONGEST_TEXT, sql);
        require(shape.summary().length() <= LONGEST_SUMMARY && shape.arity() >= 0, sql);
    }

    private static void require(boolean holds, String sql) {
        if (!holds) {
            throw new AssertionError(sql);
        }
    }
}
