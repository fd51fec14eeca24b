// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a URI template as applications write it for their client: {@code http://{host}/orders/{id}?page={page}} has the
 * path {@code /orders/{id}}. Good for a span's name only where it holds a variable and nothing that looks like a value, since
 * what an application has put together itself ({@code "/orders/" + id}) is handed to the client as a template too.
 *
 * <p>Never throws; takes time linear in the template, and at most in the product of the path's segments and its length.
 */
final class CallerTemplate {
    private static final int MAX_LENGTH = 512;

    private CallerTemplate() {}

    /**
     * The template with which this very path was made, behind whatever base path the client adds; {@code null} where it was not.
     *
     * @param path as it is sent, without query and parameters
     */
    static @Nullable String of(String template, String path) {
        if (template.length() > MAX_LENGTH || !isComplete(template)) {
            return null;
        }
        List<String> literals = new ArrayList<>(4);
        String own = path(template, literals);
        if (literals.size() < 2 || PathTemplate.of(String.join("x", literals)).valuesHash() != 0) {
            return null;
        }
        // A value with slashes in it is rarer than a client with a base path.
        int start = start(literals, path, true);
        start = start < 0 ? start(literals, path, false) : start;
        if (start < 0) {
            return null;
        }
        return start == 0 ? own : PathTemplate.of(path.substring(0, start)).text() + own;
    }

    private static int start(List<String> literals, String path, boolean segments) {
        int start = 0;
        while (start >= 0 && !matches(literals, path, start, segments)) {
            start = path.indexOf('/', start + 1);
        }
        return start;
    }

    /** Whether there are variables, and each of them ends. */
    private static boolean isComplete(String template) {
        int depth = 0;
        for (int i = 0; i < template.length() && depth >= 0; i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return depth == 0 && template.indexOf('{') >= 0;
    }

    /** {@code literals} gets what stands before, between and behind the variables. */
    private static String path(String template, List<String> literals) {
        StringBuilder clean = new StringBuilder(template.length() + 1);
        int from = start(template);
        if (from == template.length() || template.charAt(from) != '/') {
            clean.append('/');
        }
        int literal = 0;
        boolean parameter = false;
        for (int i = from; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == '?' || c == '#') {
                break;
            }
            parameter = c != '/' && (parameter || c == ';');
            int close = c == '{' ? close(template, i) : i;
            if (parameter) {
                i = close;
            } else if (c == '{') {
                literals.add(clean.substring(literal));
                clean.append('{').append(name(template, i + 1, close)).append('}');
                literal = clean.length();
                i = close;
            } else {
                clean.append(c);
            }
        }
        literals.add(clean.substring(literal));
        return clean.toString();
    }

    /** Where the path begins: behind scheme and authority, or a variable that stands for both. */
    private static int start(String template) {
        int authority = template.indexOf("://");
        int i = authority >= 0 ? authority + 3 : 0;
        if (authority < 0 && !template.startsWith("{")) {
            return 0;
        }
        while (i < template.length() && "/?#".indexOf(template.charAt(i)) < 0) {
            i = template.charAt(i) == '{' ? close(template, i) + 1 : i + 1;
        }
        return Math.min(i, template.length());
    }

    /** The end of a variable, whose pattern may have braces of its own. */
    private static int close(String template, int open) {
        int depth = 0;
        for (int i = open; i < template.length(); i++) {
            char c = template.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return template.length() - 1;
    }

    /** Without its pattern: {@code {id:[0-9]+}}. */
    private static String name(String template, int from, int to) {
        int colon = template.indexOf(':', from);
        return template.substring(Math.min(from, to), colon < 0 || colon > to ? to : colon);
    }

    /**
     * Whether the literals stand in this order in the path from here to its end.
     *
     * @param segments whether what stands between them must not hold a slash
     */
    private static boolean matches(List<String> literals, String path, int start, boolean segments) {
        String first = literals.get(0);
        String last = literals.get(literals.size() - 1);
        if (!path.startsWith(first, start)) {
            return false;
        }
        int at = start + first.length();
        for (int i = 1; i < literals.size() - 1; i++) {
            int found = path.indexOf(literals.get(i), at);
            if (found < 0 || (segments && path.substring(at, found).indexOf('/') >= 0)) {
                return false;
            }
            at = found + literals.get(i).length();
        }
        int end = path.length() - last.length();
        return end >= at
                && path.endsWith(last)
                && !(segments && path.substring(at, end).indexOf('/') >= 0);
    }
}
