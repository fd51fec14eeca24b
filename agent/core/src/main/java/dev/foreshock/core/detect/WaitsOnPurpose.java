// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Glob;
import dev.foreshock.core.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Calls that wait on purpose: blocking commands, and what the user says. Their durations mean nothing. Immutable. */
final class WaitsOnPurpose implements Predicate<Operation> {
    private final List<String> patterns;

    WaitsOnPurpose(Settings settings) {
        patterns = settings.get(DependencySettings.EXCLUDE);
    }

    @Override
    public boolean test(Operation operation) {
        Shape shape = operation.shape();
        if (shape != null && shape.is(Shape.BLOCKING)) {
            return true;
        }
        Target target = operation.target();
        String text = shape == null ? "" : shape.text().toLowerCase(Locale.ROOT);
        String display = target == null ? "" : target.display();
        for (String pattern : patterns) {
            if (Glob.matches(pattern.toLowerCase(Locale.ROOT), text) || Glob.matches(pattern, display)) {
                return true;
            }
        }
        return false;
    }
}
