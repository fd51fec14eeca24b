// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command for a database that is spoken to over HTTP, which this thread is about to send through an HTTP client. Kept with the
 * thread from {@link #enter} to {@link #exit}; the HTTP client's own instrumentation looks for it, and then records the request as
 * what it is: a command, in the place of an HTTP call.
 */
public final class DatabaseRequest {
    private static final Object NONE = new Object();

    private final String system;
    private @Nullable Supplier<@Nullable InputStream> body;

    private DatabaseRequest(String system) {
        this.system = system;
    }

    /**
     * A database's client begins to send.
     *
     * @param system its conventional name: {@code elasticsearch}
     * @return for {@link #exit}; {@code null} where a method of the same client has called this one
     */
    public static @Nullable Object enter(String system) {
        Cursor cursor = Cursor.get();
        DatabaseRequest outer = cursor.recent(DatabaseRequest.class, DatabaseRequest.class);
        if (outer != null && outer.system.equals(system)) {
            return null;
        }
        cursor.remember(DatabaseRequest.class, new DatabaseRequest(system));
        return outer == null ? NONE : outer;
    }

    /** The client has sent, or failed to. */
    public static void exit(@Nullable Object entered) {
        if (entered == NONE) {
            Cursor.get().forget(DatabaseRequest.class);
        } else if (entered instanceof DatabaseRequest outer) {
            Cursor.get().remember(DatabaseRequest.class, outer);
        }
    }

    /** What the request that this thread begins now is for; {@code null} where it is for no database. */
    public static @Nullable DatabaseRequest current() {
        return Cursor.get().recent(DatabaseRequest.class, DatabaseRequest.class);
    }

    public String system() {
        return system;
    }

    /** The client has made the request. {@code body} opens what will be sent anew each time, where it lies in memory. */
    public void body(@Nullable Supplier<@Nullable InputStream> body) {
        this.body = body;
    }

    /** What will be sent; {@code null} where there is nothing, or where it does not lie in memory. */
    public @Nullable InputStream body() {
        Supplier<@Nullable InputStream> known = body;
        return known == null ? null : known.get();
    }

    /** Whether the client has told what it will send, be it nothing. */
    public boolean isBodyKnown() {
        return body != null;
    }
}
