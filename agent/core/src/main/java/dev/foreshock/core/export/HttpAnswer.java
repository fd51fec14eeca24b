// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import io.opentelemetry.sdk.common.export.HttpResponse;

/**
 * What an HTTP backend answered.
 *
 * @param status the status code
 * @param reason the text beside it
 * @param body the body, or its beginning where it is long
 * @param retryAfterNanos how long the backend asks to wait, 0 where it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpAnswer(int status, String reason, byte[] body, long retryAfterNanos) implements HttpResponse {
    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public String getStatusMessage() {
        return reason;
    }

    @Override
    public byte[] getResponseBody() {
        return body;
    }
}
