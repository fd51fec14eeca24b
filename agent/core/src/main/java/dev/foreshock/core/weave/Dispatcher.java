// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * The one class of the agent's that the application can see, {@code java.lang.ForeshockDispatcher}: every woven call site
 * asks it to be linked.
 *
 * <p>It must be visible from every class loader, one without a parent included, hence its package. It is defined through a
 * lookup on {@link Object}, for which {@code java.lang} is opened to the agent's loader alone; and through the same lookup
 * its private {@code linker} is set, which nobody else can reach.
 */
public final class Dispatcher {
    private Dispatcher() {}

    /**
     * Defines the class.
     *
     * @param file its class file
     * @param linker {@link Linker#handle}
     */
    public static Class<?> define(Instrumentation instrumentation, byte[] file, MethodHandle linker)
            throws ReflectiveOperationException {
        Module base = Object.class.getModule();
        instrumentation.redefineModule(
                base,
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(Dispatcher.class.getModule())),
                Set.of(),
                Map.of());
        Class<?> dispatcher = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
                .defineClass(file);
        MethodHandles.privateLookupIn(dispatcher, MethodHandles.lookup())
                .findStaticVarHandle(dispatcher, "linker", MethodHandle.class)
                .setVolatile(linker);
        return dispatcher;
    }

    /** The bootstrap method of woven call sites. */
    static Method bootstrap(Class<?> dispatcher) throws NoSuchMethodException {
        return dispatcher.getMethod("link", MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class);
    }
}
