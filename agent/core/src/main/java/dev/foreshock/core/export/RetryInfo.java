// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How long a gRPC backend asks to wait: {@code google.rpc.RetryInfo} in the details of a status. */
final class RetryInfo {
    private RetryInfo() {}

    /** {@code details} is the trailer {@code grpc-status-details-bin}; 0 where it says nothing of the kind. */
    static long nanos(@Nullable String details) {
        if (details == null) {
            return 0;
        }
        Proto status;
        try {
            status = new Proto(Base64.getDecoder().decode(details));
        } catch (IllegalArgumentException e) {
            return 0;
        }
        for (Proto any = status.find(3); any != null; any = status.find(3)) {
            String type = "";
            Proto value = null;
            while (any.next()) {
                if (any.field() == 1) {
                    type = any.text();
                } else if (any.field() == 2) {
                    value = any.message();
                }
            }
            Proto delay = value == null || !type.endsWith("/google.rpc.RetryInfo") ? null : value.find(1);
            if (delay != null) {
                return duration(delay);
            }
        }
        return 0;
    }

    private static long duration(Proto delay) {
        long seconds = 0;
        long nanos = 0;
        while (delay.next()) {
            if (delay.field() == 1) {
                seconds = Math.min(Math.max(0, delay.number()), 1_000_000);
            } else if (delay.field() == 2) {
                nanos = Math.min(Math.max(0, delay.number()), 999_999_999);
            }
        }
        return seconds * 1_000_000_000L + nanos;
    }
}
