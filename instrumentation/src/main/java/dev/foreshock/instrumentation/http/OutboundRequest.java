// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.http;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a request, as the client is about to write it. As a function it answers a header by its name, whatever
 * the case, or {@code null}; as a consumer it sets one, in the place of any that has this name.
 *
 * <p>Asked once, on the thread that begins the attempt. What it sets should be part of this attempt only, not of an object that
 * the application keeps.
 */
public abstract class OutboundRequest implements Function<String, @Nullable String>, BiConsumer<String, String> {

    public abstract @Nullable String method();

    /** {@code http} or {@code https}; {@code null} where the client does not say, which is taken for http. */
    public abstract @Nullable String scheme();

    /** The host that the application asked for, not that of a proxy. */
    public abstract @Nullable String host();

    /** 0 or less where the application named none. */
    public abstract int port();

    /** As it is sent, encoded; it may carry the query, or be a whole URL. */
    public abstract @Nullable String path();

    /** Without the question mark; {@code null} where there is none, or the path carries it. */
    public @Nullable String query() {
        return null;
    }
}
