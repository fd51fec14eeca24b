// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.InboundRequest;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's request before its adapter has parsed the URI. Bytes are copied, never converted in place: the adapter treats a
 * URI that has been converted to a string as one that is decoded already.
 */
final class CoyoteRequest extends InboundRequest {
    private final Request request;

    CoyoteRequest(Request request) {
        this.request = request;
    }

    @Override
    public @Nullable String method() {
        return text(request.method());
    }

    @Override
    public @Nullable String path() {
        return text(request.requestURI());
    }

    @Override
    public @Nullable String scheme() {
        return text(request.scheme());
    }

    @Override
    public @Nullable String serverName() {
        return text(request.serverName());
    }

    @Override
    public int serverPort() {
        return request.getServerPort();
    }

    @Override
    public @Nullable String peerAddress() {
        request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
        return text(request.remoteAddr());
    }

    @Override
    public @Nullable String apply(String header) {
        return request.getHeader(header);
    }

    static @Nullable String text(@Nullable MessageBytes bytes) {
        if (bytes == null || bytes.isNull()) {
            return null;
        }
        if (bytes.getType() != MessageBytes.T_BYTES) {
            return bytes.toString();
        }
        ByteChunk chunk = bytes.getByteChunk();
        return new String(chunk.getBuffer(), chunk.getStart(), chunk.getLength(), StandardCharsets.ISO_8859_1);
    }
}
