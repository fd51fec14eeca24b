// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import org.jspecify.annotations.Nullable;

/** Keeps what a client may choose freely out of the attributes of metrics. */
final class HttpMethods {
    private HttpMethods() {}

    /** The method where HTTP defines it, else {@code _OTHER}, as the conventions ask. */
    static @Nullable String known(@Nullable String method) {
        if (method == null) {
            return null;
        }
        return switch (method) {
            case "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "QUERY" -> method;
            default -> "_OTHER";
        };
    }
}
