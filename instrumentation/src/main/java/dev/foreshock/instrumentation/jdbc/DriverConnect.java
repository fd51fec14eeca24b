// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
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
    public static @Nullable Object enter() {
        return Operation.begin(Kind.CONNECT);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object entered,
            @Advice.Argument(0) @Nullable String url,
            @Advice.Return(typing = DYNAMIC) @Nullable Object connection,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (!(entered instanceof Operation operation)) {
            return;
        }
        if (url == null || (connection == null && thrown == null)) {
            // The URL is another driver's: the driver manager asks each of them.
            Recorder.instance().cancel(operation);
            return;
        }
        Target target = Recorder.instance().jdbcTarget(url);
        if (target != null) {
            operation.target(target);
            if (connection != null) {
                Associations.put(connection, target);
            }
        }
        Failures.describe(operation, thrown);
        operation.end(thrown);
    }
}
