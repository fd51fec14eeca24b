// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeaveIndexTest {
    private static final String STATEMENT =
            "dev.foreshock.instrumentation.jdbc.JdbcStatement\tname=jdbc\tlibrary=JDBC drivers"
                    + "\ttypes=org.h2.jdbc.JdbcStatement;org.postgresql.jdbc.PgStatement\tsubtypesOf=java.sql.Statement"
                    + "\tnameHint=Statement;Stmt\texcept=com.zaxxer.hikari.pool.;org.apache.tomcat.jdbc."
                    + "\tmethods=execute;setNull(int,int);setObject(int,java.lang.Object[]);close()\treceiver=required";
    private static final String SERVLET =
            "dev.foreshock.instrumentation.servlet.Service\tname=servlet\ttypes=org.h2.jdbc.JdbcStatement\tmethods=service"
                    + "\tfirstArgument=java.lang.String";

    private static WeaveIndex index(String... lines) {
        return WeaveIndex.parse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), name -> true);
    }

    private static List<String> advice(WeavePoint[] points) {
        return Arrays.stream(points).map(WeavePoint::adviceClass).toList();
    }

    @Test
    void finds_types_by_their_exact_name() {
        WeaveIndex index = index(STATEMENT, SERVLET);
        assertEquals(
                List.of(
                        "dev.foreshock.instrumentation.jdbc.JdbcStatement",
                        "dev.foreshock.instrumentation.servlet.Service"),
                advice(index.named("org/h2/jdbc/JdbcStatement")));
        assertEquals(
                List.of("dev.foreshock.instrumentation.jdbc.JdbcStatement"),
                advice(index.named("org/postgresql/jdbc/PgStatement")));
        assertEquals(List.of(), advice(index.named("org/postgresql/jdbc/PgStatemen")));
    }

    @Test
    void lets_by_hint_only_what_has_it_in_its_simple_name() {
        WeaveIndex index = index(STATEMENT, SERVLET);
        assertEquals(1, index.hinted("com/oracle/OraStatementImpl").size());
        assertEquals(1, index.hinted("com/oracle/Outer$InnerStmt").size());
        assertNull(index.hinted("com/Statement/Parser"));
        assertNull(index.hinted("com/StatementParser$Token"));
        assertNull(index.hinted("com/zaxxer/hikari/pool/HikariProxyStatement"));
        assertNull(index.hinted("org/apache/tomcat/jdbc/pool/interceptor/StatementCache"));
    }

    @Test
    void takes_a_hint_with_a_dot_for_the_beginning_of_the_whole_name() {
        WeaveIndex index = index(STATEMENT.replace("Statement;Stmt", "Statement;com.ibm.db2.jcc."));
        assertEquals(1, index.hinted("com/ibm/db2/jcc/am/kn").size());
        assertEquals(1, index.hinted("org/example/OneStatement").size());
        assertNull(index.hinted("com/ibm/db2/jccx"));
        assertNull(index.hinted("shaded/com/ibm/db2/jcc/am/kn"));
    }

    @Test
    void leaves_out_what_is_switched_off() {
        WeaveIndex index = WeaveIndex.parse(
                (STATEMENT + "\n" + SERVLET + "\n").getBytes(StandardCharsets.UTF_8), name -> !name.equals("jdbc"));
        assertEquals(
                List.of("dev.foreshock.instrumentation.servlet.Service"),
                advice(index.named("org/h2/jdbc/JdbcStatement")));
        assertNull(index.hinted("com/oracle/OraStatement"));
        assertEquals(1, index.points().size());
    }

    @Test
    void selects_methods_by_name_parameters_and_first_argument() {
        WeavePoint statement = index(STATEMENT).points().get(0);
        assertTrue(statement.weaves(1, "execute", "(Ljava/lang/String;)Z"));
        assertTrue(statement.weaves(1, "execute", "()V"));
        assertTrue(statement.weaves(1, "setNull", "(II)V"));
        assertFalse(statement.weaves(1, "setNull", "(IILjava/lang/String;)V"));
        assertTrue(statement.weaves(1, "setObject", "(I[Ljava/lang/Object;)V"));
        assertFalse(statement.weaves(1, "setObject", "(ILjava/lang/Object;)V"));
        assertTrue(statement.weaves(1, "close", "()V"));
        assertFalse(statement.weaves(1, "close", "(Z)V"));
        assertFalse(statement.weaves(1, "executeQuery", "(Ljava/lang/String;)V"));
        assertFalse(statement.weaves(ClassHeader.STATIC, "execute", "()V"), "advice needs a receiver");

        WeavePoint service = index(SERVLET).points().get(0);
        assertTrue(service.weaves(1, "service", "(Ljava/lang/String;I)V"));
        assertTrue(service.weaves(ClassHeader.STATIC, "service", "(Ljava/lang/String;)V"));
        assertFalse(service.weaves(1, "service", "(Ljava/lang/Object;)V"));
        assertFalse(service.weaves(1, "service", "()V"));
    }

    @Test
    void passes_over_what_a_newer_processor_may_write() {
        WeavePoint point = index("a.Advice\tname=x\tcolour=blue\tnonsense\tmethods=run", "", "b.Advice")
                .points()
                .get(0);
        assertEquals("a.Advice", point.adviceClass());
        assertTrue(point.weaves(1, "run", "()V"));
    }
}
