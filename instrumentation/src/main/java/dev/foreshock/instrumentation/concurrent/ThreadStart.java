// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.AgentThread;
import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import java.util.concurrent.ForkJoinWorkerThread;
import net.bytebuddy.asm.Advice;

/** A thread of the application's own. What the starter does is kept under the thread, whose cursor takes it when it is first asked for; so no run method is woven. The threads of the JDK's own pools and timers carry nothing. */
@Instrument(name = "executors", library = "java.lang.Thread", types = "java.lang.Thread", methods = "start")
public final class ThreadStart {
    private ThreadStart() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This(typing = DYNAMIC) Thread thread) {
        Operation operation = Cursor.get().capture();
        if (operation == null || thread instanceof AgentThread || thread instanceof ForkJoinWorkerThread) {
            return;
        }
        Class<?> type = thread.getClass();
        if (type == Thread.class || type.getModule() != Object.class.getModule()) {
            Associations.put(thread, operation);
        }
    }
}
