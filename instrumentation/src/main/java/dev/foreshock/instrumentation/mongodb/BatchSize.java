// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import dev.foreshock.api.Cursor;
import org.jspecify.annotations.Nullable;

/** How many documents the reply had that this thread decoded last. Waits in the thread's cursor until the reply is looked at. */
record BatchSize(int documents) {
    /** Takes what was remembered; {@code null} where nothing was. */
    static @Nullable BatchSize take() {
        Cursor cursor = Cursor.get();
        BatchSize known = cursor.recent(BatchSize.class, BatchSize.class);
        if (known != null) {
            cursor.forget(BatchSize.class);
        }
        return known;
    }
}
