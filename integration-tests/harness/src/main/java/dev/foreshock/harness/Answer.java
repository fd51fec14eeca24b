// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Map;

/**
 * How the receiver answers an export. Immutable.
 *
 * @param status of HTTP; gRPC answers the code that stands for it ({@code UNAVAILABLE} for 429, 502, 503 and 504)
 * @param delay before the answer
 * @param hangs whether the answer never comes; the connection stays open until the receiver is closed
 * @param cuts whether the connection is closed in the middle of the answer
 */
public record Answer(
        int status, Duration delay, Map<String, String> headers, ByteString body, boolean hangs, boolean cuts) {
    /** What a healthy backend answers. */
    public static final Answer OK = status(200);

    public static Answer status(int status) {
        return new Answer(
                status,
                Duration.ZERO,
                Map.of("Content-Type", "application/x-protobuf"),
                ByteString.EMPTY,
                false,
                false);
    }

    public static Answer after(Duration delay) {
        return new Answer(OK.status, delay, OK.headers, OK.body, false, false);
    }

    public static Answer retryAfter(int status, int seconds) {
        return new Answer(
                status,
                Duration.ZERO,
                Map.of("Retry-After", Integer.toString(seconds)),
                ByteString.EMPTY,
                false,
                false);
    }

    /** Status 200 and a body that is no protobuf. */
    public static Answer garbage() {
        ByteString page = ByteString.copyFromUtf8("<html>\u0000\u00ff welcome to the captive portal</html>");
        return new Answer(200, Duration.ZERO, Map.of("Content-Type", "text/html"), page, false, false);
    }

    /** Status 200 and a body of that many bytes. */
    public static Answer huge(int bytes) {
        return new Answer(
                200,
                Duration.ZERO,
                Map.of("Content-Type", "application/x-protobuf"),
                ByteString.copyFrom(new byte[bytes]),
                false,
                false);
    }

    public static Answer hang() {
        return new Answer(200, Duration.ZERO, Map.of(), ByteString.EMPTY, true, false);
    }

    public static Answer cut() {
        return new Answer(200, Duration.ZERO, Map.of(), ByteString.EMPTY, false, true);
    }
}
