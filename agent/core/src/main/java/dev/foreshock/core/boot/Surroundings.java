// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Where settings come from: the process's environment and its system properties. */
final class Surroundings {
    private Surroundings() {}

    /** The settings of this process; what cannot be read is logged as a warning. */
    static Settings settings(Logger log) {
        return Settings.of(new Environment(), new Properties(), new Complaint(log));
    }

    /** Warns of misspelt names and of values that cannot be read. Does next to nothing where no name of the agent's own is set. */
    static void reportUnknown(Settings settings) {
        boolean any = false;
        for (String name : System.getenv().keySet()) {
            any |= name.startsWith("FORESHOCK_");
        }
        for (Object name : System.getProperties().keySet()) {
            any |= name instanceof String property && property.startsWith("foreshock.");
        }
        if (any) {
            List<Setting<?>> known = AllSettings.list();
            settings.reportUnknown(
                    System.getenv().keySet(), System.getProperties().stringPropertyNames(), known);
            // A value that cannot be read is named now, not when the first request needs it.
            for (Setting<?> setting : known) {
                settings.get(setting);
            }
        }
    }

    private static final class Environment implements Function<String, @Nullable String> {
        @Override
        public @Nullable String apply(String name) {
            return System.getenv(name);
        }
    }

    private static final class Properties implements Function<String, @Nullable String> {
        @Override
        public @Nullable String apply(String name) {
            return System.getProperty(name);
        }
    }

    private static final class Complaint implements Consumer<String> {
        private final Logger log;

        Complaint(Logger log) {
            this.log = log;
        }

        @Override
        public void accept(String line) {
            log.warn(line);
        }
    }

    /** Whether an instrumentation of a name is switched on. */
    static final class Enabled implements Predicate<String> {
        private final boolean otherwise;

        Enabled(boolean otherwise) {
            this.otherwise = otherwise;
        }

        @Override
        public boolean test(String instrumentation) {
            String property = "otel.instrumentation." + instrumentation + ".enabled";
            String value = System.getProperty(property);
            if (value == null || value.isBlank()) {
                value = System.getenv(
                        property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            }
            return (value == null || value.isBlank()) ? otherwise : value.trim().equalsIgnoreCase("true");
        }
    }
}
