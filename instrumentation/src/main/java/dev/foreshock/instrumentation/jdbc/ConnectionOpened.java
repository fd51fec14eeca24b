// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Recorder;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection that a driver's own data source makes from a URL, without asking the driver. */
@Instrument(
        name = "jdbc",
        library = "JDBC drivers",
        types = {"org.h2.jdbc.JdbcConnection", "org.sqlite.SQLiteConnection"},
        methods = "<init>",
        firstArgument = "java.lang.String")
public final class ConnectionOpened {
    private ConnectionOpened() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
            @Advice.This(typing = DYNAMIC) Object connection, @Advice.Argument(0) @Nullable String url) {
        if (url != null) {
            Targets.put(Cursor.get(), connection, Recorder.instance().jdbcTarget(url));
        }
    }
}
