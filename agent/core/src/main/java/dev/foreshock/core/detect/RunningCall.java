// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A call that has begun and not ended, as the clock has seen it.
 *
 * @param dependency what is known of calls of its sort; {@code null} where none has ever ended
 * @param ageNanos how long it has been running, less what this process itself stood still
 */
record RunningCall(Operation operation, @Nullable Dependency dependency, long ageNanos) {}
