// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Connects woven methods to the agent. The only class of the agent's that an application can see; it is in this package
 * because no other is visible from every class loader.
 */
public final class ForeshockDispatcher {
    /** Set by the agent, through the lookup that defined this class. */
    private static volatile MethodHandle linker;

    private ForeshockDispatcher() {}

    /** The bootstrap method of woven call sites: asks the agent, and answers a call site that does nothing where that fails. */
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object... arguments) {
        MethodHandle present = linker;
        if (present != null) {
            try {
                return (CallSite) present.invokeExact(caller, name, type, arguments);
            } catch (Throwable e) {
                // Whatever the agent has run into, the application's method runs without advice.
            }
        }
        return new ConstantCallSite(MethodHandles.empty(type));
    }
}
