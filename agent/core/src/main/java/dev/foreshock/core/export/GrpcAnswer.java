// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;

/**
 * What a gRPC backend answered.
 *
 * @param status the status of the call
 * @param description the text beside it
 * @param message the encoded message, empty where there is none
 * @param retryAfterNanos how long the backend asks to wait, 0 where it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GrpcAnswer(GrpcStatusCode status, String description, byte[] message, long retryAfterNanos)
        implements GrpcResponse {
    @Override
    public GrpcStatusCode getStatusCode() {
        return status;
    }

    @Override
    public String getStatusDescription() {
        return description;
    }

    @Override
    public byte[] getResponseMessage() {
        return message;
    }
}
