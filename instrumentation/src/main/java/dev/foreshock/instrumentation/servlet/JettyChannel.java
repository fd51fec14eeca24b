// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a channel of Jetty 9.4 to 11. By method handles, since the classes of these versions have the names of
 * different ones in Jetty 12, which the rest of this package is compiled against.
 */
final class JettyChannel {
    private static final MethodHandle REQUEST = getter("org.eclipse.jetty.server.HttpChannel", "getRequest", "Request");
    private static final MethodHandle RESPONSE =
            getter("org.eclipse.jetty.server.HttpChannel", "getResponse", "Response");
    private static final MethodHandle STATE =
            getter("org.eclipse.jetty.server.HttpChannel", "getState", "HttpChannelState");
    private static final MethodHandle STATUS = getter("org.eclipse.jetty.server.Response", "getStatus", null);

    private JettyChannel() {}

    private static MethodHandle getter(String owner, String name, @Nullable String answer) {
        try {
            ClassLoader loader = JettyChannel.class.getClassLoader();
            Class<?> type =
                    answer == null ? int.class : Class.forName("org.eclipse.jetty.server." + answer, false, loader);
            return MethodHandles.publicLookup()
                    .findVirtual(Class.forName(owner, false, loader), name, MethodType.methodType(type))
                    .asType(MethodType.methodType(answer == null ? int.class : Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static @Nullable ServletView request(Object channel) throws Throwable {
        ServletView view = ServletView.of((Object) REQUEST.invokeExact(channel));
        return view == null || view.method() == null ? null : view;
    }

    /** One per channel, for as long as its connection lives. */
    static Object state(Object channel) throws Throwable {
        return (Object) STATE.invokeExact(channel);
    }

    static int status(Object channel) throws Throwable {
        Object response = (Object) RESPONSE.invokeExact(channel);
        return (int) STATUS.invokeExact(response);
    }
}
