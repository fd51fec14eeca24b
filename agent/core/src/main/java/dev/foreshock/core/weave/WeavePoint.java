// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One class of advice, and the types and methods it is woven into: one line of the weave index. Immutable. */
public final class WeavePoint {
    private static final String[] NONE = {};

    private final String adviceClass;
    private String instrumentation = "";
    private String library = "";
    private String types = "";
    private String subtypesOf = "";
    private String nameHint = "";
    private String except = "";
    private String methods = "";
    private String firstArgument = "";
    private boolean receiverRequired;
    private boolean fromJava6;
    private volatile MethodRule @Nullable [] rules;

    private WeavePoint(String adviceClass) {
        this.adviceClass = adviceClass;
    }

    /** Reads a line: the advice class, then {@code key=value}, separated by tabs. Keys it does not know are passed over. */
    static WeavePoint parse(String line) {
        int end = line.indexOf('\t');
        WeavePoint point = new WeavePoint(end < 0 ? line : line.substring(0, end));
        while (end >= 0) {
            int start = end + 1;
            end = line.indexOf('\t', start);
            int stop = end < 0 ? line.length() : end;
            int equals = line.indexOf('=', start);
            if (equals >= 0 && equals < stop) {
                point.set(line.substring(start, equals), line.substring(equals + 1, stop));
            }
        }
        return point;
    }

    private void set(String key, String value) {
        switch (key) {
            case "name" -> instrumentation = value;
            case "library" -> library = value;
            case "types" -> types = value;
            case "subtypesOf" -> subtypesOf = value;
            case "nameHint" -> nameHint = value;
            case "except" -> except = value;
            case "methods" -> methods = value;
            case "firstArgument" -> firstArgument = value;
            case "receiver" -> receiverRequired = value.equals("required");
            case "fromJava6" -> fromJava6 = value.equals("true");
            default -> {
                // Written by a newer processor.
            }
        }
    }

    /** Binary name of the class of advice. */
    public String adviceClass() {
        return adviceClass;
    }

    /** As in {@code OTEL_INSTRUMENTATION_<NAME>_ENABLED}. */
    public String instrumentation() {
        return instrumentation;
    }

    /** What the page of supported libraries calls it. */
    public String library() {
        return library;
    }

    /** Internal names of types woven by name. */
    String[] types() {
        return split(types.replace('.', '/'));
    }

    /** Internal names of types whose subtypes are woven. */
    String[] subtypesOf() {
        return split(subtypesOf.replace('.', '/'));
    }

    String[] nameHints() {
        return split(nameHint);
    }

    /** Whether class files of Java 6 are woven as if they were of Java 7. */
    boolean isFromJava6() {
        return fromJava6;
    }

    /** Whether a class of this internal name is never woven as a subtype. */
    boolean excepts(String internalName) {
        for (String prefix : split(except.replace('.', '/'))) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a method is woven, by its access flags, name and descriptor. */
    boolean weaves(int access, String name, String descriptor) {
        if (receiverRequired && (access & ClassHeader.STATIC) != 0) {
            return false;
        }
        for (MethodRule rule : rules()) {
            if (rule.name.equals(name) && descriptor.startsWith(rule.descriptorPrefix)) {
                return true;
            }
        }
        return false;
    }

    private MethodRule[] rules() {
        MethodRule[] parsed = rules;
        if (parsed == null) {
            String[] texts = split(methods);
            parsed = new MethodRule[texts.length];
            for (int i = 0; i < texts.length; i++) {
                parsed[i] = new MethodRule(texts[i], firstArgument);
            }
            rules = parsed;
        }
        return parsed;
    }

    private static String[] split(String list) {
        if (list.isEmpty()) {
            return NONE;
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = list.indexOf(';'); end >= 0; end = list.indexOf(';', start)) {
            parts.add(list.substring(start, end));
            start = end + 1;
        }
        parts.add(list.substring(start));
        return parts.toArray(NONE);
    }

    @Override
    public String toString() {
        return adviceClass;
    }

    private static final class MethodRule {
        private final String name;
        private final String descriptorPrefix;

        MethodRule(String text, String firstArgument) {
            int open = text.indexOf('(');
            if (open < 0) {
                name = text;
                descriptorPrefix = firstArgument.isEmpty() ? "(" : "(" + descriptor(firstArgument);
                return;
            }
            name = text.substring(0, open);
            StringBuilder descriptor = new StringBuilder("(");
            int start = open + 1;
            int close = text.length() - 1;
            while (start < close) {
                int end = text.indexOf(',', start);
                if (end < 0) {
                    end = close;
                }
                descriptor.append(descriptor(text.substring(start, end)));
                start = end + 1;
            }
            descriptorPrefix = descriptor.append(')').toString();
        }

        private static String descriptor(String type) {
            if (type.endsWith("[]")) {
                return "[" + descriptor(type.substring(0, type.length() - 2));
            }
            return switch (type) {
                case "boolean" -> "Z";
                case "byte" -> "B";
                case "char" -> "C";
                case "short" -> "S";
                case "int" -> "I";
                case "long" -> "J";
                case "float" -> "F";
                case "double" -> "D";
                default -> "L" + type.replace('.', '/') + ";";
            };
        }
    }
}
