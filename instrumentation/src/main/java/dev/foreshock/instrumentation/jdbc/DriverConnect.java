// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The opening of a physical connection, and from its URL where the connection goes. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.postgresql.Driver", "org.h2.Driver"},
        subtypesOf = "java.sql.Driver",
        nameHint = {"Driver", "JDBC"},
        methods = "connect(java.lang.String,java.util.Properties)")
public final class DriverConnect {
    private DriverConnect() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable String url) {
        Operation operation = url == null ? null : Operation.begin(Kind.CONNECT);
        if (operation != null && url != null) {
            operation.target(Recorder.instance().jdbcTarget(url));
        }
        return operation;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        end(entered, connection, thrown);
    }

    static void end(@Nullable Object entered, @Nullable Object connection, @Nullable Throwable thrown) {
        if (!(entered instanceof Operation operation)) {
            return;
        }
        if (connection == null && thrown == null) {
            // The URL is another driver's: the driver manager asks each of them.
            Recorder.instance().cancel(operation);
            return;
        }
        if (connection != null) {
            Targets.put(Cursor.get(), connection, operation.target());
        }
        Failures.describe(operation, thrown);
        operation.end(thrown);
    }
}
