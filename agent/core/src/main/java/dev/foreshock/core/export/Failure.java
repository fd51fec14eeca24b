// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a request did not get through, and whether it makes sense to send it again (OTLP 1.x, "Failures").
 *
 * @param text for people
 * @param retryable whether the same request may get through later
 * @param waitNanos how long the backend asks to wait, 0 where it does not say
 */
record Failure(String text, boolean retryable, long waitNanos) {

    /** What an export ended with, or {@code null} where it got through. */
    static @Nullable Failure of(CompletableResultCode result) {
        if (result.isSuccess()) {
            return null;
        }
        if (!result.isDone()) {
            return new Failure("no answer in time", true, 0);
        }
        Throwable thrown = result.getFailureThrowable();
        if (thrown instanceof HttpExportException http && http.getResponse() != null) {
            return ofHttp(http.getResponse());
        }
        if (thrown instanceof GrpcExportException grpc && grpc.getResponse() != null) {
            return ofGrpc(grpc.getResponse());
        }
        Throwable cause = thrown instanceof FailedExportException ? thrown.getCause() : thrown;
        return new Failure(describe(cause), cause instanceof IOException, 0);
    }

    private static Failure ofHttp(HttpResponse response) {
        int status = response.getStatusCode();
        boolean retryable = status == 429 || status == 502 || status == 503 || status == 504;
        long wait = response instanceof HttpAnswer answer ? answer.retryAfterNanos() : 0;
        return new Failure("HTTP " + status, retryable, retryable ? wait : 0);
    }

    private static Failure ofGrpc(GrpcResponse response) {
        GrpcStatusCode code = response.getStatusCode();
        long wait = response instanceof GrpcAnswer answer ? answer.retryAfterNanos() : 0;
        boolean retryable = code == GrpcStatusCode.CANCELLED
                || code == GrpcStatusCode.DEADLINE_EXCEEDED
                || code == GrpcStatusCode.ABORTED
                || code == GrpcStatusCode.OUT_OF_RANGE
                || code == GrpcStatusCode.UNAVAILABLE
                || code == GrpcStatusCode.DATA_LOSS
                || (code == GrpcStatusCode.RESOURCE_EXHAUSTED && wait > 0);
        return new Failure("gRPC status " + code.getValue() + " " + code.name(), retryable, retryable ? wait : 0);
    }

    private static String describe(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "unknown error";
        }
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getName() : message;
    }
}
