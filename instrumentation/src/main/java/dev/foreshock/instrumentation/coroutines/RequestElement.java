// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.coroutines;

import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/** What a coroutine, and whatever it starts, belongs to. */
public final class RequestElement extends AbstractCoroutineContextElement
        implements ThreadContextElement<@Nullable Object> {
    private static final Key<RequestElement> KEY = new Key<>() {
        @Override
        public String toString() {
            return "foreshock";
        }
    };

    private final CarriedContext context;

    RequestElement(CarriedContext context) {
        super(KEY);
        this.context = context;
    }

    @Override
    public @Nullable Object updateThreadContext(CoroutineContext coroutine) {
        return context.attach();
    }

    @Override
    public void restoreThreadContext(CoroutineContext coroutine, @Nullable Object before) {
        if (before instanceof Cursor.Resumption resumption) {
            CarriedContext.restore(resumption);
        }
    }

    @Override
    public String toString() {
        return "foreshock";
    }
}
