// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * The URI template of which the application has made the request that this thread is about to send, through whichever client:
 * {@code http://{host}/orders/{id}?page={page}}. Kept with the thread from {@link #enter} to {@link #exit}; a client that sends on
 * another thread takes it along. A request whose path does not fit it (a redirect, a call from an interceptor) goes without.
 */
public final class UrlTemplate {
    private static final UrlTemplate NONE = new UrlTemplate(null);

    private final @Nullable String text;

    private UrlTemplate(@Nullable String text) {
        this.text = text;
    }

    /**
     * A library that knows the template begins to send.
     *
     * @param text {@code null} where the application gave a whole URL
     * @return for {@link #exit}
     */
    public static @Nullable Object enter(@Nullable String text) {
        return enter(text == null ? NONE : new UrlTemplate(text));
    }

    /** As {@link #enter(String)}, with a template that another thread took along. */
    public static @Nullable Object enter(UrlTemplate template) {
        Cursor cursor = Cursor.get();
        UrlTemplate outer = cursor.recent(UrlTemplate.class, UrlTemplate.class);
        if (outer == null && template.text == null) {
            return null;
        }
        cursor.remember(UrlTemplate.class, template);
        return outer == null ? NONE : outer;
    }

    /** The library has sent, or failed to: what it was called for goes on with its own. */
    public static void exit(@Nullable Object entered) {
        if (entered == NONE) {
            Cursor.get().forget(UrlTemplate.class);
        } else if (entered instanceof UrlTemplate outer) {
            Cursor.get().remember(UrlTemplate.class, outer);
        }
    }

    /** What a client takes along to the thread on which it sends; {@code null} where there is nothing. */
    public static @Nullable UrlTemplate capture() {
        return Cursor.get().recent(UrlTemplate.class, UrlTemplate.class);
    }

    /** What the request that this thread begins now may have been made of. */
    public static @Nullable String current() {
        UrlTemplate template = capture();
        return template == null ? null : template.text;
    }
}
