// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jettyclient;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What is asked of Jetty's types, in whichever of the two sets of packages this loader has them. */
final class JettyTypes {
    private static final String CLIENT = "org.eclipse.jetty.client.";
    private static final boolean MOVED = exists(CLIENT + "transport.HttpExchange");
    private static final String SSL_SESSION_DATA = "org.eclipse.jetty.io.EndPoint$SslSessionData";
    private static final boolean IS_SESSION_KNOWN = hasMethod(CLIENT + "Connection", "getSslSessionData");
    private static final String INTERNAL = MOVED ? CLIENT + "transport." : CLIENT;
    private static final String API = MOVED ? CLIENT : CLIENT + "api.";
    private static final Class<?> RESPONSE = type(API + "Response");
    private static final Class<?> RESULT = type(API + "Result");

    static final MethodHandle EXCHANGE_REQUEST = getter(INTERNAL + "HttpExchange", "getRequest");
    static final MethodHandle EXCHANGE_RESPONSE = getter(INTERNAL + "HttpExchange", "getResponse");
    static final MethodHandle STATUS = getter(API + "Response", "getStatus");
    static final MethodHandle CONVERSATION = getter(INTERNAL + "HttpExchange", "getConversation");
    static final MethodHandle EXCHANGES = getter(INTERNAL + "HttpConversation", "getExchanges");
    static final MethodHandle DESTINATION_CLIENT = getter(INTERNAL + "HttpDestination", "getHttpClient");
    static final MethodHandle CONNECT_TIMEOUT = getter(CLIENT + "HttpClient", "getConnectTimeout");
    static final MethodHandle METHOD = getter(API + "Request", "getMethod");
    static final MethodHandle SCHEME = getter(API + "Request", "getScheme");
    static final MethodHandle HOST = getter(API + "Request", "getHost");
    static final MethodHandle PORT = getter(API + "Request", "getPort");
    static final MethodHandle PATH = getter(API + "Request", "getPath");
    static final MethodHandle QUERY = getter(API + "Request", "getQuery");
    static final MethodHandle IDLE_TIMEOUT = getter(API + "Request", "getIdleTimeout");
    static final MethodHandle TIMEOUT = getter(API + "Request", "getTimeout");
    static final MethodHandle HEADERS = getter(API + "Request", "getHeaders");
    static final MethodHandle HEADER = handle(
            "org.eclipse.jetty.http.HttpFields",
            "get",
            MethodType.methodType(Object.class, Object.class, Object.class),
            String.class);
    /** Adds a header, or with {@code null} removes it; there until Jetty 11. */
    static final @Nullable MethodHandle ADD_HEADER = MOVED
            ? null
            : handle(
                    API + "Request",
                    "header",
                    MethodType.methodType(Object.class, Object.class, Object.class, Object.class),
                    String.class,
                    String.class);
    /** Has a function change the headers. */
    static final @Nullable MethodHandle CHANGE_HEADERS = MOVED
            ? handle(
                    API + "Request",
                    "headers",
                    MethodType.methodType(Object.class, Object.class, Object.class),
                    java.util.function.Consumer.class)
            : null;

    /** There with Jetty 12.1. */
    private static final @Nullable MethodHandle CONNECTION =
            IS_SESSION_KNOWN ? getter(API + "Request", "getConnection") : null;

    private static final @Nullable MethodHandle SESSION_DATA =
            IS_SESSION_KNOWN ? getter(API + "Connection", "getSslSessionData") : null;
    private static final @Nullable MethodHandle SESSION =
            IS_SESSION_KNOWN ? getter(SSL_SESSION_DATA, "sslSession") : null;

    private static final MethodHandle RESPONSE_REQUEST = getter(API + "Response", "getRequest");
    private static final MethodHandle RESULT_REQUEST = getter(API + "Result", "getRequest");

    private JettyTypes() {}

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, JettyTypes.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean hasMethod(String type, String name) {
        try {
            type(type).getMethod(name);
            return true;
        } catch (NoSuchMethodException | ExceptionInInitializerError e) {
            return false;
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, JettyTypes.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle getter(String type, String name) {
        return handle(type, name, MethodType.methodType(Object.class, Object.class));
    }

    private static MethodHandle handle(String type, String name, MethodType as, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(type(type).getMethod(name, parameters))
                    .asType(as);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static @Nullable Object get(MethodHandle getter, Object target) {
        try {
            return (Object) getter.invokeExact(target);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static long number(MethodHandle getter, Object target) {
        return get(getter, target) instanceof Number number ? number.longValue() : 0;
    }

    static @Nullable String text(MethodHandle getter, Object target) {
        return get(getter, target) instanceof String text ? text : null;
    }

    /** The request that a response or a result is for; {@code null} where the object is neither. */
    static @Nullable Object requestOf(@Nullable Object answer) {
        if (RESULT.isInstance(answer)) {
            return get(RESULT_REQUEST, answer);
        }
        return RESPONSE.isInstance(answer) ? get(RESPONSE_REQUEST, answer) : null;
    }

    /** The TLS session over which a request is being answered; {@code null} where there is none, or the version does not say. */
    static @Nullable SSLSession sessionOf(Object request) {
        Object connection = CONNECTION == null ? null : get(CONNECTION, request);
        Object data = connection == null || SESSION_DATA == null ? null : get(SESSION_DATA, connection);
        Object session = data == null || SESSION == null ? null : get(SESSION, data);
        return session instanceof SSLSession tls ? tls : null;
    }
}
