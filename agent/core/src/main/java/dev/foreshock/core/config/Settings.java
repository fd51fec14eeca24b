// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link Setting}s. A system property wins over the environment variable; an empty one counts as not set.
 * A value that cannot be read is reported once, in one line that names it, and the default stands.
 *
 * <p>A value is read and parsed the first time it is asked for, and never changes afterwards. Safe for use by several
 * threads. No hot path asks: keep what you need in a field.
 */
public final class Settings {
    private static final int LONGEST_SHOWN = 60;

    private final Function<String, @Nullable String> environment;
    private final Function<String, @Nullable String> properties;
    private final Consumer<String> complaint;
    private final ConcurrentHashMap<Setting<?>, Object> values = new ConcurrentHashMap<>();

    private Settings(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            Consumer<String> complaint) {
        this.environment = environment;
        this.properties = properties;
        this.complaint = complaint;
    }

    /**
     * @param environment looks up an environment variable
     * @param properties looks up a system property
     * @param complaint takes one line about each value that cannot be read
     */
    public static Settings of(
            Function<String, @Nullable String> environment,
            Function<String, @Nullable String> properties,
            Consumer<String> complaint) {
        return new Settings(environment, properties, complaint);
    }

    /** The value set by the user, or the default. */
    @SuppressWarnings("unchecked") // only what the setting itself parsed is put under it
    public <T> T get(Setting<T> setting) {
        Object known = values.get(setting);
        return known != null ? (T) known : readOnce(setting);
    }

    @SuppressWarnings("unchecked") // as above
    private synchronized <T> T readOnce(Setting<T> setting) {
        Object raced = values.get(setting);
        if (raced != null) {
            return (T) raced;
        }
        T value = read(setting);
        values.put(setting, value);
        return value;
    }

    /** Whether the user has set the variable or the property to anything but an empty text. */
    public boolean isSet(Setting<?> setting) {
        return source(setting) != null;
    }

    private @Nullable String source(Setting<?> setting) {
        if (isText(properties.apply(setting.property()))) {
            return setting.property();
        }
        return isText(environment.apply(setting.name())) ? setting.name() : null;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private <T> T read(Setting<T> setting) {
        String source = source(setting);
        String text = source == null
                ? null
                : source.equals(setting.property()) ? properties.apply(source) : environment.apply(source);
        if (text == null) {
            return setting.otherwise();
        }
        T value = setting.parse(text);
        if (value == null) {
            String shown = setting.otherwise() instanceof java.util.Map || text.length() > LONGEST_SHOWN
                    ? source
                    : source + "=" + text;
            complaint.accept(shown + " is not " + setting.expected() + "; the default stands: "
                    + setting.show(setting.otherwise()));
        }
        return value == null ? setting.otherwise() : value;
    }

    /**
     * Complains about every {@code FORESHOCK_} variable and {@code foreshock.} property that no setting has, with the
     * nearest name that one has.
     *
     * @param variables the names of all environment variables
     * @param propertyNames the names of all system properties
     */
    public void reportUnknown(Iterable<String> variables, Iterable<String> propertyNames, List<Setting<?>> known) {
        for (String name : variables) {
            if (name.startsWith("FORESHOCK_")) {
                reportUnknown(name, false, known);
            }
        }
        for (String name : propertyNames) {
            if (name.startsWith("foreshock.")) {
                reportUnknown(name, true, known);
            }
        }
    }

    private void reportUnknown(String name, boolean property, List<Setting<?>> known) {
        String nearest = null;
        int least = name.length() / 3;
        for (Setting<?> setting : known) {
            String candidate = property ? setting.property() : setting.name();
            int distance = distance(name.toUpperCase(Locale.ROOT), candidate.toUpperCase(Locale.ROOT));
            if (distance == 0 && name.equals(candidate)) {
                return;
            }
            if (distance <= least) {
                least = distance - 1;
                nearest = candidate;
            }
        }
        complaint.accept(
                name + " is no setting of Foreshock" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }

    /** The number of characters to insert, remove or replace (Levenshtein, 1965). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
