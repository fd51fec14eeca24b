// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.servlet;

import dev.foreshock.instrumentation.http.RequestUnit;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/** Ends an asynchronous request where the container is not woven itself. */
final class JakartaCompletion implements AsyncListener {
    private final RequestUnit unit;
    private volatile @Nullable Throwable thrown;

    private JakartaCompletion(RequestUnit unit) {
        this.unit = unit;
    }

    /** Answers false where the request is not asynchronous, or over already: it may be that nobody calls a listener. */
    static boolean await(ServletRequest request, RequestUnit unit) {
        try {
            if (!request.isAsyncStarted()) {
                return false;
            }
            request.getAsyncContext().addListener(new JakartaCompletion(unit));
            // Completed while the listener was added: a container may have called the others by then.
            return request.isAsyncStarted();
        } catch (RuntimeException over) {
            // Completed, and perhaps taken back by the container for the next request.
            return false;
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        unit.end(JakartaView.status(event.getAsyncContext().getResponse(), thrown), thrown);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // The container goes on to complete the request, with an error unless the application answers.
    }

    @Override
    public void onError(AsyncEvent event) {
        thrown = event.getThrowable();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A new cycle forgets the listeners of the one before.
        event.getAsyncContext().addListener(this);
    }
}
