// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One documented variable: its name, type, default and meaning. Read it with {@link Settings#get}.
 *
 * <p>Immutable once made. Made in static fields that are loaded in premain, so it is one class for all types, and parsing uses neither
 * regular expressions nor streams.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    private static final int FLAG = 0;
    private static final int NUMBER = 1;
    private static final int RATIO = 2;
    private static final int TEXT = 3;
    private static final int CHOICE = 4;
    private static final int LIST = 5;
    private static final int DURATION = 6;
    private static final int PAIRS = 7;
    private static final int OVERRIDES = 8;

    private final int type;
    private final String group;
    private final String name;
    private final String property;
    private final T otherwise;
    private final String meaning;
    private long min;
    private long max = Integer.MAX_VALUE;
    private List<String> choices = List.of();
    private @Nullable Setting<?> values;
    private boolean changeable;

    private Setting(int type, String group, String name, T otherwise, String meaning) {
        this(type, group, name, name.toLowerCase(Locale.ROOT).replace('_', '.'), otherwise, meaning);
    }

    private Setting(int type, String group, String name, String property, T otherwise, String meaning) {
        this.type = type;
        this.group = group;
        this.name = name;
        this.property = property;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String group, String name, boolean otherwise, String meaning) {
        return new Setting<>(FLAG, group, name, otherwise, meaning);
    }

    /** A flag whose property has hyphens: the variable's name is the property's in upper case, with {@code _} for both. */
    public static Setting<Boolean> flagOfProperty(String group, String property, boolean otherwise, String meaning) {
        String name = property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return new Setting<>(FLAG, group, name, property, otherwise, meaning);
    }

    /** A whole number, 0 or more. */
    public static Setting<Integer> number(String group, String name, int otherwise, String meaning) {
        return new Setting<>(NUMBER, group, name, otherwise, meaning);
    }

    /** A whole number between two bounds, both included. */
    public static Setting<Integer> number(String group, String name, int otherwise, int min, int max, String meaning) {
        Setting<Integer> setting = new Setting<>(NUMBER, group, name, otherwise, meaning);
        setting.min = min;
        setting.max = max;
        return setting;
    }

    /** A number that need not be whole, 0 or more. */
    public static Setting<Double> ratio(String group, String name, double otherwise, String meaning) {
        return new Setting<>(RATIO, group, name, otherwise, meaning);
    }

    /** Any text; an empty default stands for "not set". */
    public static Setting<String> text(String group, String name, String otherwise, String meaning) {
        return new Setting<>(TEXT, group, name, otherwise, meaning);
    }

    /** One of a few words, compared without regard to case. */
    public static Setting<String> choice(
            String group, String name, String otherwise, String meaning, String... choices) {
        Setting<String> setting = new Setting<>(CHOICE, group, name, otherwise, meaning);
        setting.choices = List.of(choices);
        return setting;
    }

    /** Words separated by commas. */
    public static Setting<List<String>> list(String group, String name, List<String> otherwise, String meaning) {
        return new Setting<>(LIST, group, name, otherwise, meaning);
    }

    /**
     * A time in nanoseconds, written with a unit: {@code ms}, {@code s}, {@code m} or {@code h}. Where the name ends in
     * {@code _MS} or {@code _SECONDS} it is a plain number, and in the variables of OpenTelemetry a plain number stands for
     * milliseconds.
     */
    public static Setting<Long> duration(String group, String name, long otherwiseNanos, String meaning) {
        return new Setting<>(DURATION, group, name, otherwiseNanos, meaning);
    }

    /** {@code key=value} pairs separated by commas, values percent-decoded. Never shown, since it may hold credentials. */
    public static Setting<Map<String, String>> pairs(String group, String name, String meaning) {
        return new Setting<>(PAIRS, group, name, Map.of(), meaning);
    }

    /** {@code glob=value} pairs that overrule {@code base}, under its name with {@code _OVERRIDES} behind it. */
    public static <V> Setting<Overrides<V>> overrides(Setting<V> base, String meaning) {
        return overrides(base.group, base.name + "_OVERRIDES", base, meaning);
    }

    /** {@code glob=value} pairs with values as {@code base} takes them. */
    public static <V> Setting<Overrides<V>> overrides(String group, String name, Setting<V> base, String meaning) {
        Setting<Overrides<V>> setting = new Setting<>(OVERRIDES, group, name, Overrides.none(), meaning);
        setting.values = base;
        return setting;
    }

    /** Marks it as one whose value may change while the process runs: whoever uses it asks {@link Settings#live}. */
    public Setting<T> changeable() {
        changeable = true;
        return this;
    }

    /** Whether the file that {@code FORESHOCK_CONFIG_FILE} names may change it while the process runs. */
    public boolean isChangeable() {
        return changeable;
    }

    /** The environment variable. */
    public String name() {
        return name;
    }

    /** The system property, which wins over the variable. */
    public String property() {
        return property;
    }

    /** The heading it is documented under. */
    public String group() {
        return group;
    }

    public T otherwise() {
        return otherwise;
    }

    /** One sentence for users. */
    public String meaning() {
        return meaning;
    }

    /** What a value looks like, in words that complete "is not …". */
    public String expected() {
        return switch (type) {
            case FLAG -> "true or false";
            case NUMBER ->
                max == Integer.MAX_VALUE
                        ? "a whole number, " + min + " or more"
                        : "a whole number from " + min + " to " + max;
            case RATIO -> "a number, 0 or more";
            case CHOICE -> "one of " + String.join(", ", choices);
            case LIST -> "a list with commas";
            case DURATION -> plainUnit() == null ? "a duration such as 200ms, 5s or 2m" : "a number of " + plainUnit();
            case PAIRS -> "a list such as key=value,key=value";
            case OVERRIDES ->
                "a list such as pattern=value,pattern=value, each value " + (values == null ? "" : values.expected());
            default -> "a text";
        };
    }

    /** A value as a user would write it; what may hold credentials is not shown. */
    public String show(T value) {
        if (type == PAIRS) {
            return value.equals(otherwise) ? "" : "(" + ((Map<?, ?>) value).size() + " set, not shown)";
        }
        if (type == DURATION) {
            long nanos = (Long) value;
            String unit = plainUnit();
            if (unit != null) {
                return Long.toString(nanos / ("seconds".equals(unit) ? 1_000_000_000L : 1_000_000L));
            }
            return nanos % 1_000_000_000L == 0 ? nanos / 1_000_000_000L + "s" : nanos / 1_000_000L + "ms";
        }
        if (type == LIST) {
            return String.join(",", strings(value));
        }
        return value.toString();
    }

    @SuppressWarnings("unchecked") // the factory of lists is the only one with this type
    private static List<String> strings(Object value) {
        return (List<String>) value;
    }

    /** The value that a text stands for, or {@code null} where it cannot be read. */
    @SuppressWarnings("unchecked") // each factory pairs its type with what its parser answers
    @Nullable
    T parse(String text) {
        String trimmed = text.trim();
        Object value =
                switch (type) {
                    case FLAG -> Values.flag(trimmed);
                    case NUMBER -> Values.number(trimmed, min, max);
                    case RATIO -> Values.ratio(trimmed);
                    case CHOICE -> parseChoice(trimmed.toLowerCase(Locale.ROOT));
                    case LIST -> Values.list(trimmed);
                    case DURATION -> parseDuration(trimmed);
                    case PAIRS -> Values.pairs(trimmed);
                    case OVERRIDES -> parseOverrides(trimmed);
                    default -> trimmed;
                };
        return (T) value;
    }

    private @Nullable String parseChoice(String word) {
        return choices.contains(word) ? word : null;
    }

    private @Nullable String plainUnit() {
        if (name.endsWith("_SECONDS")) {
            return "seconds";
        }
        return name.endsWith("_MS") || name.startsWith("OTEL_") ? "milliseconds" : null;
    }

    private @Nullable Long parseDuration(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 12) {
            return null;
        }
        long factor = factor(text.substring(digits).trim());
        long number = Long.parseLong(text.substring(0, digits));
        return factor == 0 || number > Long.MAX_VALUE / factor ? null : (Long) (number * factor);
    }

    private long factor(String unit) {
        return switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "" -> plainUnit() == null ? 0 : "seconds".equals(plainUnit()) ? 1_000_000_000L : 1_000_000L;
            default -> 0;
        };
    }

    private @Nullable Overrides<?> parseOverrides(String text) {
        Setting<?> base = values;
        List<String> globs = new ArrayList<>();
        List<Object> parsed = new ArrayList<>();
        for (String pair : Values.list(text)) {
            int equals = pair.lastIndexOf('=');
            Object value = equals <= 0 || base == null ? null : base.parse(pair.substring(equals + 1));
            if (value == null) {
                return null;
            }
            globs.add(pair.substring(0, equals).trim());
            parsed.add(value);
        }
        return new Overrides<>(globs, parsed);
    }

    @Override
    public String toString() {
        return name;
    }
}
