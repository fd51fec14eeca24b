// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.RequestUnit;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Sees the status as Jetty 12 sends it, and the end of the exchange, which comes once and on any thread. */
final class JettyStream extends HttpStream.Wrapper {
    private final RequestUnit unit;
    private volatile int status;

    private JettyStream(HttpStream wrapped, RequestUnit unit) {
        super(wrapped);
        this.unit = unit;
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        if (response != null && response.getStatus() >= 200) {
            status = response.getStatus();
        }
        super.send(request, response, last, content, callback);
    }

    @Override
    public void succeeded() {
        unit.end(status, null);
        super.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        unit.end(status, status == 0 ? failure : null);
        super.failed(failure);
    }

    /** Puts the stream around the server's own. */
    record Around(RequestUnit unit) implements Function<HttpStream, HttpStream> {
        @Override
        public HttpStream apply(HttpStream stream) {
            return new JettyStream(stream, unit);
        }
    }
}
