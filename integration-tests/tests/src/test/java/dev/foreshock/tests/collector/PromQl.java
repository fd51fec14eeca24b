// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.collector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series that an expression asks for. Knows as much of PromQL as the rules and runbooks use: a word is a metric unless it is
 * a function, an operator or a label.
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern MATCHER =
            Pattern.compile("([A-Za-z_]\\w*)\\s*(=~|!~|!=|=)\\s*([\"`])((?:(?!\\3).)*)\\3");
    private static final Pattern TOKEN =
            Pattern.compile("\\b(?<clause>by|without|on|ignoring)\\s*\\((?<labels>[^)]*)\\)"
                    + "|\\[[^]]*]|\\boffset\\s+\\w+|\\b\\d[\\w.]*"
                    + "|(?<word>[A-Za-z_:][\\w:]*)\\s*(?<open>\\()?(?<matchers>\\{[^}]*})?");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    /** A metric, and what its labels must be: {@code error_type} to {@code !=""}. */
    record Selector(String metric, Map<String, String> matchers) {}

    static PromQl of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Set<String> grouping = new TreeSet<>();
        Matcher token = TOKEN.matcher(expression);
        while (token.find()) {
            if (token.group("clause") != null) {
                grouping.addAll(List.of(token.group("labels").trim().split("\\s*,\\s*", -1)));
            } else if (isMetric(token)) {
                selectors.add(new Selector(token.group("word"), matchers(token.group("matchers"))));
            }
        }
        return new PromQl(selectors, grouping);
    }

    /** {@code sum by (job) (} is a function too: its name stands before the clause. */
    private static boolean isMetric(Matcher token) {
        String word = token.group("word");
        return word != null
                && token.group("open") == null
                && !OPERATORS.contains(word)
                && !word.matches("sum|max|min|avg|count");
    }

    private static Map<String, String> matchers(String braces) {
        Map<String, String> matchers = new LinkedHashMap<>();
        if (braces != null) {
            Matcher each = MATCHER.matcher(braces);
            while (each.find()) {
                matchers.put(each.group(1), each.group(2) + '"' + each.group(4) + '"');
            }
        }
        return matchers;
    }

    /** Fails where a metric, or a label of it, is not among those that are known. Answers how many selectors were looked at. */
    static int assertKnown(Map<String, Set<String>> known, String expression) {
        PromQl parsed = PromQl.of(expression);
        Set<String> labels = new TreeSet<>();
        for (PromQl.Selector selector : parsed.selectors()) {
            Set<String> allowed = known.get(selector.metric());
            assertTrue(allowed != null, () -> selector.metric() + " in " + expression);
            labels.addAll(allowed);
            for (String label : selector.matchers().keySet()) {
                assertTrue(allowed.contains(label), () -> selector + " in " + expression);
            }
        }
        for (String label : parsed.grouping()) {
            assertTrue(labels.contains(label), () -> label + " in " + expression);
        }
        return parsed.selectors().size();
    }
}
