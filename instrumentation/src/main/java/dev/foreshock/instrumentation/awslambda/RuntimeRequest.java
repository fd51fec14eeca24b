// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime interface client was sent for an invocation. The class has moved between its versions; some reflective calls
 * per invocation cost nothing.
 */
record RuntimeRequest(@Nullable Object request) {
    /** The event; {@code null} where it cannot be had. The handler gets it from its beginning all the same. */
    byte @Nullable [] content() {
        if (value("getContent") instanceof byte[] content) {
            return content;
        }
        // Of older versions, which make a stream anew each time.
        if (!(value("getContentAsStream") instanceof InputStream stream)) {
            return null;
        }
        try {
            return stream.readNBytes(Event.MAX_BYTES);
        } catch (IOException e) {
            return null;
        }
    }

    @Nullable
    String text(String getter) {
        return value(getter) instanceof String text ? text : null;
    }

    private @Nullable Object value(String getter) {
        try {
            return request == null ? null : request.getClass().getMethod(getter).invoke(request);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
