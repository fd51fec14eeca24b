// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.springscheduling;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.job.JobUnit;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/** One run of a method with {@code @Scheduled}. What it throws goes on to Spring's own handler. */
@Instrument(
        name = "spring-scheduling",
        library = "Spring @Scheduled",
        types = "org.springframework.scheduling.support.ScheduledMethodRunnable",
        methods = "run()")
public final class ScheduledRun {
    private ScheduledRun() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter(@Advice.This(typing = DYNAMIC) ScheduledMethodRunnable task) {
        Method method = task.getMethod();
        Class<?> bean = task.getTarget().getClass();
        return JobUnit.begin(Proxy.isProxyClass(bean) ? method.getDeclaringClass() : bean, method.getName());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
        if (entered instanceof Operation root) {
            Throwable wrapped = thrown instanceof UndeclaredThrowableException ? thrown.getCause() : null;
            root.end(wrapped != null ? wrapped : thrown);
        }
    }
}
