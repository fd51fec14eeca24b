// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.ExecutionInfo;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.session.Session;
import com.datastax.oss.protocol.internal.response.result.Rows;
import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Target;
import java.net.InetSocketAddress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One request under way, with all that the driver does for it: retries on other nodes and speculative executions are part of it.
 * It begins on the thread that makes it and ends on whichever one has its answer, before the application hears of it.
 */
final class Request implements BiConsumer<Object, Throwable> {
    private static final String RESOLVED = "com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint";

    private final Operation operation;

    private Request(Operation operation) {
        this.operation = operation;
    }

    static @Nullable Request begin(@Nullable Object sent, @Nullable Object by) {
        if (!(sent instanceof Statement<?> statement)) {
            return null;
        }
        Operation operation = Operation.begin(Kind.DATABASE);
        if (operation == null) {
            return null;
        }
        Request request = new Request(operation);
        Cursor.get().remember(Request.class, request);
        // Which node it will be nobody knows yet: the dependency is the cluster.
        Target target = new Target("cassandra", null, 0, keyspace(statement, by));
        operation.target(target);
        Statements.describe(operation, statement, target);
        return request;
    }

    private static @Nullable String keyspace(Statement<?> statement, @Nullable Object by) {
        CqlIdentifier keyspace = statement.getKeyspace();
        if (keyspace == null && by instanceof Session session) {
            keyspace = session.getKeyspace().orElse(null);
        }
        return keyspace == null ? null : keyspace.asInternal();
    }

    /** The object that this thread has just made looks after the request that this thread has just begun. */
    static void handledBy(Object handler) {
        Request request = Cursor.get().recent(Request.class, Request.class);
        if (request != null) {
            Associations.put(handler, request);
        }
    }

    /** What the object looked after, which is over now. */
    static @Nullable Request endOf(Object handler) {
        return Associations.remove(handler, Request.class);
    }

    void sent(@Nullable Object result, @Nullable Throwable thrown) {
        Cursor cursor = Cursor.get();
        cursor.forget(Request.class);
        operation.detach();
        if (thrown != null) {
            failed(thrown);
        } else if (result instanceof CompletionStage<?> stage) {
            // For what is cancelled, and for an answer that was faster than the thread that asked.
            cursor.suppress();
            try {
                var unused = stage.whenComplete(this);
            } finally {
                cursor.unsuppress();
            }
        }
    }

    void answered(@Nullable Object answer, @Nullable Object info) {
        if (operation.isEnded()) {
            return;
        }
        if (answer instanceof Rows rows) {
            rows(rows.getData().size());
        }
        if (info instanceof ExecutionInfo execution) {
            coordinator(execution.getCoordinator());
        }
        operation.end(null);
    }

    private void rows(int count) {
        operation.rows(count);
        operation.rowsComplete();
    }

    void failed(Throwable thrown) {
        if (operation.isEnded()) {
            return;
        }
        if (thrown instanceof CoordinatorException answered) {
            coordinator(answered.getCoordinator());
        }
        if (thrown instanceof QueryValidationException) {
            // The cluster is well, and says that the request was wrong.
            operation.fail(thrown.getClass().getName(), Outcome.OK);
            operation.attribute("exception.type", thrown.getClass().getName());
            operation.end(null);
            return;
        }
        if (thrown instanceof DriverTimeoutException
                || thrown instanceof ReadTimeoutException
                || thrown instanceof WriteTimeoutException) {
            operation.outcome(Outcome.TIMEOUT);
        } else if (thrown instanceof CancellationException) {
            operation.outcome(Outcome.CANCELLED);
        } else if (thrown instanceof RequestThrottlingException) {
            operation.outcome(Outcome.LOCAL_REJECT);
        }
        operation.end(thrown);
    }

    /** Its address as the driver knows it; other sorts of end points would have to look it up. */
    private void coordinator(@Nullable Node node) {
        if (node != null
                && node.getEndPoint().getClass().getName().equals(RESOLVED)
                && node.getEndPoint().resolve() instanceof InetSocketAddress address) {
            operation.attribute("server.address", address.getHostString());
            operation.attribute("server.port", (long) address.getPort());
        }
    }

    @Override
    public void accept(@Nullable Object result, @Nullable Throwable thrown) {
        if (thrown != null) {
            failed(thrown);
        } else if (!operation.isEnded()) {
            if (result instanceof AsyncResultSet page) {
                rows(page.remaining());
                coordinator(page.getExecutionInfo().getCoordinator());
            }
            operation.end(null);
        }
    }
}
