// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link Setting}s. A system property wins over the environment variable; an empty one counts as not set.
 * A value that cannot be read is reported once, in one line that names it, and the default stands.
 *
 * <p>A value is read and parsed the first time it is asked for, and changes afterwards only by {@link #reload}. Safe for use by
 * several threads. No hot path asks: keep the value, or what {@link #live} answers, in a field.
 */
public final class Settings {
    private static final int LONGEST_SHOWN = 60;

    private final Function<String, @Nullable String> environment;
    private final Function<String, @Nullable String> properties;
    private final Consumer<String> complaint;
    private final ConcurrentHashMap<Setting<?>, Live<?>> values = new ConcurrentHashMap<>();

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
    public <T> T get(Setting<T> setting) {
        return live(setting).get();
    }

    /** The same, to ask again later: where the setting {@linkplain Setting#isChangeable may change}, the value does. */
    @SuppressWarnings("unchecked") // only what the setting itself parsed is put under it
    public <T> Live<T> live(Setting<T> setting) {
        Live<?> known = values.get(setting);
        return known != null ? (Live<T>) known : readOnce(setting);
    }

    @SuppressWarnings("unchecked") // as above
    private synchronized <T> Live<T> readOnce(Setting<T> setting) {
        Live<?> raced = values.get(setting);
        if (raced != null) {
            return (Live<T>) raced;
        }
        Live<T> value = new Live<>(read(setting));
        values.put(setting, value);
        return value;
    }

    /**
     * Takes over what a file says, in the place of what the process was started with. A value that cannot be read, and a setting
     * that cannot change any more, is reported, and what stood stands. What the file does not name any longer is again as it
     * was at the start.
     *
     * @param file texts by variable or property
     * @param source how the file is called in what is reported
     * @param known all settings
     * @return what has changed, as {@code NAME=value}
     */
    public synchronized List<String> reload(Map<String, String> file, String source, List<Setting<?>> known) {
        Set<String> unknown = new TreeSet<>(file.keySet());
        List<String> changed = new ArrayList<>();
        for (Setting<?> setting : known) {
            boolean byVariable = unknown.remove(setting.name());
            boolean named = unknown.remove(setting.property()) || byVariable;
            if (setting.isChangeable()) {
                reload(setting, file, source, changed);
            } else if (named) {
                complaint.accept(source + ": " + setting.name() + " cannot change while the process runs");
            }
        }
        for (String name : unknown) {
            reportUnknown(source + ": ", name, name.indexOf('.') >= 0, known);
        }
        return changed;
    }

    private <T> void reload(Setting<T> setting, Map<String, String> file, String source, List<String> changed) {
        String text = isText(file.get(setting.name())) ? file.get(setting.name()) : file.get(setting.property());
        Live<T> live = live(setting);
        T value = text == null || text.isBlank() ? read(setting, line -> {}) : setting.parse(text);
        if (value == null) {
            complaint.accept(source + ": " + shown(setting, setting.name(), text) + " is not " + setting.expected()
                    + "; it stays at " + setting.show(live.get()));
        } else if (!setting.show(value).equals(setting.show(live.get()))) {
            live.set(value);
            changed.add(setting.name() + "=" + setting.show(value));
        }
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
        return read(setting, complaint);
    }

    private <T> T read(Setting<T> setting, Consumer<String> unreadable) {
        String source = source(setting);
        String text = source == null
                ? null
                : source.equals(setting.property()) ? properties.apply(source) : environment.apply(source);
        if (text == null) {
            return setting.otherwise();
        }
        T value = setting.parse(text);
        if (value == null) {
            unreadable.accept(shown(setting, String.valueOf(source), text) + " is not " + setting.expected()
                    + "; the default stands: " + setting.show(setting.otherwise()));
        }
        return value == null ? setting.otherwise() : value;
    }

    private static String shown(Setting<?> setting, String name, @Nullable String text) {
        boolean secret = setting.otherwise() instanceof Map || text == null || text.length() > LONGEST_SHOWN;
        return secret ? name : name + "=" + text;
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
                reportUnknown("", name, false, known);
            }
        }
        for (String name : propertyNames) {
            if (name.startsWith("foreshock.")) {
                reportUnknown("", name, true, known);
            }
        }
    }

    private void reportUnknown(String source, String name, boolean property, List<Setting<?>> known) {
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
        complaint.accept(source + name + " is no setting of Foreshock"
                + (nearest == null ? "" : "; did you mean " + nearest + "?"));
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
