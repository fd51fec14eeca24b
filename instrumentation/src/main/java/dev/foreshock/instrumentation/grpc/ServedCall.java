// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The life of one inbound call: it begins where the server knows its method, goes on in the callbacks of its listener, and
 * ends once, when it is closed or cancelled. A call of an ignored method lives the same life with nothing recorded in it.
 */
final class ServedCall {
    private final @Nullable Operation root;

    private ServedCall(@Nullable Operation root) {
        this.root = root;
    }

    /** {@code null} where this thread serves something already, and where nothing is recorded. */
    static @Nullable ServedCall begin(ServerCall<?, ?> call, Metadata headers) {
        Cursor cursor = Cursor.get();
        if (cursor.isSuppressed() || cursor.isUnitOpen()) {
            return null;
        }
        Recorder recorder = Recorder.instance();
        String method = call.getMethodDescriptor().getFullMethodName();
        if (recorder.isIgnoredRoute("/" + method)) {
            cursor.beginIgnored();
            return new ServedCall(null);
        }
        Operation root = recorder.beginUnit(Kind.REQUEST, new Headers(headers));
        if (root == null) {
            return null;
        }
        root.unit().route(method);
        root.attribute("rpc.system.name", "grpc");
        describe(root, call);
        return new ServedCall(root);
    }

    private static void describe(Operation root, ServerCall<?, ?> call) {
        Authority authority = Authority.of(call.getAuthority());
        if (authority != null) {
            root.attribute("server.address", authority.host());
        }
        if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR) instanceof InetSocketAddress local) {
            root.attribute("server.port", (long) local.getPort());
        }
        SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        if (peer instanceof InetSocketAddress remote && remote.getAddress() != null) {
            root.attribute("client.address", remote.getAddress().getHostAddress());
        }
    }

    /** The call goes on with this thread. Answers what {@link #leave} takes back. */
    Cursor.@Nullable Resumption resume() {
        Cursor cursor = Cursor.get();
        if (root == null) {
            cursor.beginIgnored();
            return null;
        }
        return cursor.resume(root);
    }

    /** The thread leaves the call, over or not. */
    void leave(Cursor.@Nullable Resumption before) {
        Cursor cursor = Cursor.get();
        if (root == null) {
            cursor.endIgnored();
        } else if (before != null) {
            cursor.restore(before);
        } else {
            cursor.leave(root);
        }
    }

    /** The application threw into the server, which closes the call with {@code UNKNOWN}, or what the exception says. */
    void threw(Throwable thrown) {
        end(Status.fromThrowable(thrown), thrown);
    }

    void end(Status status) {
        end(status, status.getCause());
    }

    private void end(Status status, @Nullable Throwable cause) {
        if (root == null || root.isEnded()) {
            return;
        }
        Status.Code code = status.getCode();
        root.status(code.value());
        root.attribute("rpc.response.status_code", code.name());
        boolean failed = isFailure(code);
        if (failed) {
            root.fail(code.name(), Outcome.REMOTE_ERROR);
        }
        root.end(failed ? cause : null);
    }

    /** What is the server's own fault: the conventions leave the rest to the client. */
    private static boolean isFailure(Status.Code code) {
        return switch (code) {
            case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
            default -> false;
        };
    }
}
