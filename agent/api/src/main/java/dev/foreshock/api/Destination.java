// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * Where one HTTP request goes, in what is known before it is sent. Immutable and shared between requests.
 *
 * @param shape method, host and path with what varies in the path replaced: {@code GET shop.example/orders/{id}}
 * @param target host and port
 * @param url without credentials, fragment and the values of the query
 * @param template what the application made the path of, {@code /orders/{id}}; {@code null} where it is not known
 */
public record Destination(
        Shape shape, Target target, String url, @Nullable String template) {}
