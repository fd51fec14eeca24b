// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** In place of {@code java.lang.ForeshockDispatcher}, which only a packaged agent can define. */
public final class TestDispatcher {
    private static volatile MethodHandle linker;

    private TestDispatcher() {}

    static void linker(Linker next) throws ReflectiveOperationException {
        linker = next.handle();
    }

    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object... arguments) {
        try {
            return (CallSite) linker.invokeExact(caller, name, type, arguments);
        } catch (Throwable e) {
            return new ConstantCallSite(MethodHandles.empty(type));
        }
    }
}
