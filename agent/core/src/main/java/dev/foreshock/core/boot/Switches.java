// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before anything else is started: which instrumentations are on, and whether to diagnose. Answers
 * whether an instrumentation of a name is on.
 */
final class Switches implements Predicate<String> {
    private final boolean diagnosing;
    private final boolean onByDefault;

    Switches(@Nullable String args) {
        diagnosing = "diagnose".equals(args) || flag("foreshock.diagnose", false);
        onByDefault = flag("otel.instrumentation.common.default-enabled", true);
    }

    /** Whether the user wants to know at exit what was woven. */
    boolean isDiagnosing() {
        return diagnosing;
    }

    @Override
    public boolean test(String instrumentation) {
        return flag("otel.instrumentation." + instrumentation + ".enabled", onByDefault);
    }

    private static boolean flag(String property, boolean otherwise) {
        String value = text(property, "");
        return value.isEmpty() ? otherwise : value.equalsIgnoreCase("true");
    }

    /** The system property, else the variable of that name, else the default. */
    static String text(String property, String otherwise) {
        String value = System.getProperty(property);
        if (value == null || value.isEmpty()) {
            value = System.getenv(
                    property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        return value == null || value.isEmpty() ? otherwise : value.trim();
    }
}
