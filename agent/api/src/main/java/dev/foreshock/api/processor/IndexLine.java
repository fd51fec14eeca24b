// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api.processor;

import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Name;

/**
 * One line of the weave index: the advice class, then {@code key=value} for every member of its annotation that is not
 * empty, separated by tabs; lists are separated by semicolons.
 */
final class IndexLine {
    private static final String CONSTRUCTOR = "<init>";

    private final String adviceClass;
    private final Mirror instrument;

    IndexLine(Name adviceClass, Mirror instrument) {
        this.adviceClass = adviceClass.toString();
        this.instrument = instrument;
    }

    boolean weavesConstructors() {
        for (String method : instrument.texts("methods")) {
            if (method.startsWith(CONSTRUCTOR)) {
                return true;
            }
        }
        return false;
    }

    /** Reports everything that the index could not express or that weaving would pay for dearly. */
    boolean check(Consumer<String> problems) {
        int[] count = {0};
        Consumer<String> report = problem -> {
            count[0]++;
            problems.accept("@Instrument: " + problem);
        };
        String name = instrument.text("name", "");
        if (name.isEmpty()
                || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            report.accept("name must be made of lower-case letters, digits and hyphens");
        }
        if (instrument.text("library", "").isBlank()) {
            report.accept("library must say what the page of supported libraries calls it");
        }
        if (instrument.texts("types").isEmpty()
                && instrument.texts("subtypesOf").isEmpty()) {
            report.accept("give types or subtypesOf");
        }
        if (instrument.texts("subtypesOf").isEmpty()
                != instrument.texts("nameHint").isEmpty()) {
            report.accept("subtypesOf and nameHint go together: supertypes are looked at only behind a hint");
        }
        if (instrument.texts("methods").isEmpty()) {
            report.accept("methods must not be empty");
        }
        for (String method : instrument.texts("methods")) {
            if (!isMethod(method)) {
                report.accept("\"" + method + "\" is neither a method name nor name(type,type) with erased types");
            }
        }
        for (String member : List.of("types", "subtypesOf", "nameHint", "except")) {
            for (String text : instrument.texts(member)) {
                if (!isName(text)) {
                    report.accept("\"" + text + "\" in " + member + " is no binary name");
                }
            }
        }
        if (instrument.flag("fromJava6", false)
                && !instrument.texts("subtypesOf").isEmpty()) {
            report.accept("fromJava6 is for types by exact name: nobody knows the class files of all subtypes");
        }
        String firstArgument = instrument.text("firstArgument", "");
        if (!firstArgument.isEmpty() && !isName(firstArgument)) {
            report.accept("\"" + firstArgument + "\" in firstArgument is no erased type");
        }
        return count[0] == 0;
    }

    private static boolean isMethod(String method) {
        int open = method.indexOf('(');
        String name = open < 0 ? method : method.substring(0, open);
        if ((!name.equals(CONSTRUCTOR) && !isName(name)) || name.indexOf('.') >= 0) {
            return false;
        }
        if (open < 0) {
            return true;
        }
        if (!method.endsWith(")")) {
            return false;
        }
        String parameters = method.substring(open + 1, method.length() - 1);
        if (parameters.isEmpty()) {
            return true;
        }
        for (String parameter : parameters.split(",", -1)) {
            if (!isName(parameter)) {
                return false;
            }
        }
        return true;
    }

    /** A binary name, a primitive type or an array of either. */
    private static boolean isName(String text) {
        String element = text;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
        }
        return !element.isEmpty()
                && element.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c))
                && element.charAt(0) != '.';
    }

    String text(boolean needsReceiver) {
        StringBuilder line = new StringBuilder(adviceClass);
        append(line, "name", instrument.text("name", ""));
        append(line, "library", instrument.text("library", ""));
        for (String member : List.of("types", "subtypesOf", "nameHint", "except", "methods")) {
            append(line, member, String.join(";", instrument.texts(member)));
        }
        append(line, "firstArgument", instrument.text("firstArgument", ""));
        append(line, "receiver", needsReceiver ? "required" : "");
        append(line, "fromJava6", instrument.flag("fromJava6", false) ? "true" : "");
        return line.toString();
    }

    private static void append(StringBuilder line, String key, String value) {
        if (!value.isEmpty()) {
            line.append('\t').append(key).append('=').append(value);
        }
    }
}
