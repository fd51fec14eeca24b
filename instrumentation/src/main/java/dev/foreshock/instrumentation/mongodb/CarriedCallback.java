// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import com.mongodb.internal.async.SingleResultCallback;
import dev.foreshock.api.CarriedContext;
import dev.foreshock.api.Cursor;
import org.jspecify.annotations.Nullable;

/** Goes on with what its caller did, whichever thread tells it. */
final class CarriedCallback implements SingleResultCallback<Object> {
    private final CarriedContext carried;
    private final SingleResultCallback<Object> callback;

    CarriedCallback(CarriedContext carried, SingleResultCallback<Object> callback) {
        this.carried = carried;
        this.callback = callback;
    }

    @Override
    public void onResult(@Nullable Object result, @Nullable Throwable thrown) {
        Cursor.Resumption before = carried.attach();
        try {
            callback.onResult(result, thrown);
        } finally {
            CarriedContext.restore(before);
        }
    }
}
