// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.c3p0;

import dev.foreshock.api.PoolGauges;
import dev.foreshock.api.PoolNumbers;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the collections in which a pool keeps its connections, each of which has its size in a field. The pool's own methods
 * wait for its monitor.
 */
final class Gauges implements PoolGauges {
    @Override
    public void read(Object pool, @Nullable Object[] parts, PoolNumbers numbers) {
        if (parts[0] instanceof Map<?, ?> managed && parts[1] instanceof Collection<?> unused) {
            int idle = unused.size();
            numbers.idle = idle;
            numbers.used = Math.max(0, managed.size() - idle);
        }
        if (parts[2] instanceof Collection<?> waiting) {
            numbers.pending = waiting.size();
        }
    }
}
