// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be woven: an immutable table from {@code META-INF/weave.index}.
 *
 * <p>It is asked about every class that is loaded, so the usual answer, nothing, costs one hash look-up and a search for a
 * few hints in the simple name. It is read while the application waits to start, so what only matching classes need is
 * parsed when one comes.
 */
public final class WeaveIndex {
    private static final WeavePoint[] NONE = {};

    private final Map<String, WeavePoint[]> byType = new HashMap<>();
    private final List<Hint> hints = new ArrayList<>();
    private final List<WeavePoint> points = new ArrayList<>();

    private WeaveIndex() {}

    /**
     * Reads an index.
     *
     * @param text the file: one line for each class of advice, as the annotation processor writes it
     * @param enabled whether an instrumentation of that name is switched on
     */
    public static WeaveIndex parse(byte[] text, Predicate<String> enabled) {
        WeaveIndex index = new WeaveIndex();
        // Names of classes are ASCII; decoding UTF-8 would cost a look at every byte, before the application may start.
        String lines = new String(text, StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < lines.length()) {
            int end = lines.indexOf('\n', start);
            if (end < 0) {
                end = lines.length();
            }
            if (end > start) {
                WeavePoint point = WeavePoint.parse(lines.substring(start, end));
                if (enabled.test(point.instrumentation())) {
                    index.add(point);
                }
            }
            start = end + 1;
        }
        return index;
    }

    private void add(WeavePoint point) {
        points.add(point);
        for (String type : point.types()) {
            WeavePoint[] known = byType.get(type);
            byType.put(type, known == null ? new WeavePoint[] {point} : append(known, point));
        }
        for (String text : point.nameHints()) {
            hint(text).points.add(point);
        }
    }

    private static WeavePoint[] append(WeavePoint[] known, WeavePoint point) {
        WeavePoint[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = point;
        return more;
    }

    private Hint hint(String name) {
        String text = name.replace('.', '/');
        for (Hint hint : hints) {
            if (hint.text.equals(text)) {
                return hint;
            }
        }
        Hint hint = new Hint(text);
        hints.add(hint);
        return hint;
    }

    /** Advice for the class of exactly this internal name ({@code org/h2/jdbc/JdbcStatement}). */
    WeavePoint[] named(String internalName) {
        WeavePoint[] found = byType.get(internalName);
        return found == null ? NONE : found;
    }

    /** Advice for subtypes that a class of this name might be one of; {@code null} where no hint lets it by. */
    @Nullable
    List<WeavePoint> hinted(String internalName) {
        int simple = Math.max(internalName.lastIndexOf('/'), internalName.lastIndexOf('$')) + 1;
        List<WeavePoint> found = null;
        for (int i = 0; i < hints.size(); i++) {
            Hint hint = hints.get(i);
            if (hint.isPackage ? !internalName.startsWith(hint.text) : internalName.indexOf(hint.text, simple) < 0) {
                continue;
            }
            for (WeavePoint point : hint.points) {
                if (found == null) {
                    found = new ArrayList<>();
                }
                if (!found.contains(point) && !point.excepts(internalName)) {
                    found.add(point);
                }
            }
        }
        return found == null || found.isEmpty() ? null : found;
    }

    /** Every line that is switched on, in the order of the file. */
    public List<WeavePoint> points() {
        return points;
    }

    private static final class Hint {
        private final String text;
        private final boolean isPackage;
        private final List<WeavePoint> points = new ArrayList<>();

        Hint(String text) {
            this.text = text;
            this.isPackage = text.indexOf('/') >= 0;
        }
    }
}
