// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nettyclient;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Map;

/**
 * What the handlers of a channel say of its requests, looked at once, when the first one is sent. By name, since the modules
 * that the handlers are in may be missing.
 */
final class ClientPipeline {
    /** Clients whose requests are recorded above Netty, with what only they know. */
    private static final List<String> COVERED =
            List.of("org.asynchttpclient.", "software.amazon.awssdk.", "reactor.netty.", "io.grpc.");

    private final boolean covered;
    private final boolean secure;
    private final long readMillis;

    private ClientPipeline(boolean covered, boolean secure, long readMillis) {
        this.covered = covered;
        this.secure = secure;
        this.readMillis = readMillis;
    }

    static ClientPipeline of(Channel channel) {
        boolean covered = false;
        boolean secure = false;
        long readMillis = 0;
        for (Map.Entry<String, ChannelHandler> entry : channel.pipeline()) {
            ChannelHandler handler = entry.getValue();
            covered |= isCovered(handler.getClass().getName());
            secure |= is(handler, "io.netty.handler.ssl.SslHandler");
            if (is(handler, "io.netty.handler.timeout.ReadTimeoutHandler")) {
                readMillis = readMillis(handler);
            }
        }
        return new ClientPipeline(covered, secure, readMillis);
    }

    private static boolean isCovered(String name) {
        for (String prefix : COVERED) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(ChannelHandler handler, String name) {
        for (Class<?> type = handler.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Less than 0 where this version of Netty keeps it to itself, as those before 4.1.10 do. */
    private static long readMillis(ChannelHandler handler) {
        try {
            Object millis =
                    handler.getClass().getMethod("getReaderIdleTimeInMillis").invoke(handler);
            return millis instanceof Long known ? known : -1;
        } catch (ReflectiveOperationException e) {
            return -1;
        }
    }

    /** Whether a client above Netty has begun the operation. */
    boolean isCovered() {
        return covered;
    }

    boolean isSecure() {
        return secure;
    }

    /** Until the next read; 0 where there is no limit, less where it is not known. */
    long readMillis() {
        return readMillis;
    }
}
