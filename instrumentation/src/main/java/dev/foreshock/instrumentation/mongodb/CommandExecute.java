// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A command is sent, and its reply waited for. One of the two overloads calls the other. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.connection.DefaultServerConnection",
        methods = "command")
public final class CommandExecute {
    private CommandExecute() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(
            @Advice.This(typing = DYNAMIC) Object connection, @Advice.AllArguments @Nullable Object[] arguments) {
        return Command.begin(connection, arguments);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
            @Advice.Enter @Nullable Object begun,
            @Advice.Return(typing = DYNAMIC) @Nullable Object reply,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (begun instanceof Operation operation) {
            Replies.end(operation, reply, thrown);
        }
    }
}
