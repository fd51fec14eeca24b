// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dependencies for which a retry storm is open. Written by the clock thread, asked by any. */
final class OpenStorms {
    private volatile Set<Target> targets = Set.of();

    void set(Set<Target> open) {
        targets = open;
    }

    /** Whether many calls to it are explained by that already. */
    boolean explain(@Nullable Target target) {
        return target != null && !targets.isEmpty() && targets.contains(target);
    }
}
