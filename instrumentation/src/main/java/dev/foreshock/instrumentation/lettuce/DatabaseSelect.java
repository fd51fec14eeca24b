// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.lettuce;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import io.lettuce.core.protocol.RedisCommand;
import java.util.Collection;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A connection changes its database, by a command of the application or while it is opened. */
@Instrument(name = "lettuce", library = "Lettuce", types = "io.lettuce.core.protocol.CommandHandler", methods = "write")
public final class DatabaseSelect {
    private DatabaseSelect() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
            @Advice.FieldValue(value = "endpoint", typing = DYNAMIC) @Nullable Object endpoint,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object message) {
        if (endpoint == null) {
            return;
        }
        if (message instanceof RedisCommand<?, ?, ?> command) {
            Commands.written(endpoint, command);
        } else if (message instanceof Collection<?> commands) {
            for (Object each : commands) {
                if (each instanceof RedisCommand<?, ?, ?> command) {
                    Commands.written(endpoint, command);
                }
            }
        }
    }
}
