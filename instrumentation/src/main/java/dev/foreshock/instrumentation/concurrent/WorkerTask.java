// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.concurrent;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Handover;
import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/** What a pool's worker goes on with from one task to the next. */
final class WorkerTask {
    private WorkerTask() {}

    static void begin(@Nullable Object task) {
        Operation operation = task == null ? null : Handover.take(task);
        if (operation != null) {
            Cursor.get().beginTask(operation);
        }
    }

    static void end() {
        Cursor cursor = Cursor.peek();
        if (cursor != null) {
            cursor.endOpenEnded();
            cursor.endTask();
        }
    }
}
