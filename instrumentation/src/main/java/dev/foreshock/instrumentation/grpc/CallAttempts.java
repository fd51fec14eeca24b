// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.http.OutboundCall;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call: each stream that gRPC opens for it, by its retry policy, by hedging or since a connection was lost
 * before anything was sent, is an operation of its own. The first begins where the application starts the call, so that it
 * covers what never becomes a stream: a name that does not resolve, a deadline that is over before there is a connection.
 *
 * <p>Attempts begin and end on any thread, hedged ones at the same time. Nothing here throws.
 */
final class CallAttempts extends ClientStreamTracer.Factory {
    /** Of a blocking stub, which waits in it and runs the callbacks meanwhile. */
    private static final String THREADLESS = "ThreadlessExecutor";

    private final Shape shape;
    private final Target target;
    private final CallOptions options;
    private final AtomicInteger streams = new AtomicInteger();
    private @Nullable Context context;
    private volatile @Nullable Attempt latest;
    private volatile boolean cancelled;

    CallAttempts(Shape shape, Target target, CallOptions options) {
        this.shape = shape;
        this.target = target;
        this.options = options;
    }

    /** Whether the callbacks run on the thread that has made the call. */
    boolean isServedByCaller() {
        Executor executor = options.getExecutor();
        return executor != null && executor.getClass().getName().endsWith(THREADLESS);
    }

    /** The application starts the call, on this thread. */
    void start(Metadata headers) {
        if (latest == null) {
            context = Context.current();
            latest = begin(headers, 0);
        }
    }

    private @Nullable Attempt begin(Metadata headers, int resends) {
        Operation operation = Operation.begin(Kind.RPC);
        if (operation == null) {
            return null;
        }
        try {
            operation.shape(shape);
            operation.target(target);
            operation.resendCount(resends);
            OutboundCall.timeouts(operation, -1, timeoutMillis());
            Headers carrier = new Headers(headers);
            Recorder.instance().inject(operation, carrier, carrier);
            operation.detach();
            return new Attempt(operation, this);
        } catch (RuntimeException | LinkageError e) {
            Recorder.instance().cancel(operation);
            Recorder.instance().dropped("rpc_failed");
            return null;
        }
    }

    /** What is left of the deadline, of the call's own or of what the thread serves; 0 where there is none. */
    private long timeoutMillis() {
        Deadline own = options.getDeadline();
        Deadline served = context == null ? null : context.getDeadline();
        Deadline nearest = own == null || (served != null && served.isBefore(own)) ? served : own;
        return nearest == null ? 0 : Math.max(1, nearest.timeRemaining(TimeUnit.MILLISECONDS));
    }

    void parameters(long hash) {
        Attempt attempt = latest;
        if (attempt != null) {
            attempt.operation().parameterHash(hash);
        }
    }

    /** gRPC opens a stream; what is put into the headers is sent with it. */
    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        int before = streams.getAndIncrement();
        Attempt attempt = before == 0 ? latest : again(headers, before);
        return attempt == null ? new ClientStreamTracer() {} : attempt;
    }

    private @Nullable Attempt again(Metadata headers, int resends) {
        Attempt previous = latest;
        if (previous == null) {
            return null;
        }
        previous.settle();
        Cursor cursor = Cursor.get();
        Cursor.Resumption interrupted = cursor.attach(previous.operation().parent());
        try {
            Attempt attempt = begin(headers, resends);
            if (attempt != null) {
                attempt.operation().parameterHash(previous.operation().parameterHash());
                latest = attempt;
            }
            return attempt;
        } finally {
            cursor.restore(interrupted);
        }
    }

    boolean isLatest(Attempt attempt) {
        return latest == attempt;
    }

    /** The application does not want an answer any more. */
    void cancel() {
        cancelled = true;
        closed(Status.CANCELLED);
    }

    void threw(Throwable thrown) {
        closed(Status.fromThrowable(thrown));
    }

    /** The call is over, for the application too. */
    void closed(Status status) {
        Attempt attempt = latest;
        if (attempt != null) {
            attempt.end(status);
        }
    }

    /** Whether this process has given the call up itself. */
    boolean isCancelledHere() {
        Context started = context;
        return cancelled || (started != null && started.isCancelled());
    }
}
