// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The static methods that the data sources of HSQLDB and MariaDB open their connections with. The first argument is the URL,
 * or an object whose text is.
 */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {
            "org.hsqldb.jdbc.JDBCDriver",
            "org.mariadb.jdbc.Driver",
            "org.mariadb.jdbc.NonRegisteringDriver",
            "org.mariadb.jdbc.MariaDbConnection"
        },
        methods = {
            "getConnection(java.lang.String,java.util.Properties)",
            "connect(org.mariadb.jdbc.Configuration)",
            "newConnection(org.mariadb.jdbc.UrlParser,org.mariadb.jdbc.internal.util.pool.GlobalStateInfo)"
        })
public final class ConnectionFactory {
    private ConnectionFactory() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object url) {
        Operation operation = url == null ? null : Operation.begin(Kind.CONNECT);
        if (operation != null && url != null) {
            operation.target(Recorder.instance().jdbcTarget(url.toString()));
        }
        return operation;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        DriverConnect.end(entered, connection, thrown);
    }
}
