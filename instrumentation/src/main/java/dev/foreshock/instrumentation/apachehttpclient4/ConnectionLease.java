// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.apachehttpclient4;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import dev.foreshock.api.Operation;
import dev.foreshock.instrumentation.http.OutboundCall;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The wait for a connection of the pool, with which a run begins; connecting comes after it. */
@Instrument(
        name = "apache-httpclient",
        library = "Apache HttpClient 4",
        types = "org.apache.http.impl.conn.PoolingHttpClientConnectionManager",
        methods = "leaseConnection",
        fromJava6 = true)
public final class ConnectionLease {
    private ConnectionLease() {}

    @Advice.OnMethodEnter(inline = false)
    public static @Nullable Object enter() {
        Run run = Cursor.get().recent(Run.class, Run.class);
        return run == null ? null : run.lease();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object waiting, @Advice.Thrown @Nullable Throwable thrown) {
        if (waiting instanceof Operation operation) {
            OutboundCall.leased(operation, thrown == null);
        }
    }
}
