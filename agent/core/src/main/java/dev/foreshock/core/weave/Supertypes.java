// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a class is a subtype of, before it is loaded.
 *
 * <p>Class files come from the class's own loader as resources; nothing but JDK types is loaded. Costs a resource look-up
 * for each supertype, and is therefore asked only about classes that a name hint has let by.
 */
final class Supertypes {
    /** More supertypes than any sane class has; what lies beyond is not looked at. */
    private static final int LIMIT = 200;

    private Supertypes() {}

    /** Internal names of all supertypes, as far as they can be found. */
    static Set<String> of(ClassHeader header, @Nullable ClassLoader loader) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        add(header.supertypes(), open);
        while (!open.isEmpty() && found.size() < LIMIT) {
            String name = open.removeFirst();
            if (!found.add(name)) {
                continue;
            }
            if (name.startsWith("java/")) {
                addLoaded(name, found);
            } else {
                ClassHeader supertype = read(name, loader);
                if (supertype != null) {
                    add(supertype.supertypes(), open);
                }
            }
        }
        return found;
    }

    /** Internal names of all supertypes of a class that is loaded already. */
    static Set<String> of(Class<?> type) {
        Set<String> found = new HashSet<>();
        addAll(type, found);
        return found;
    }

    private static void add(String[] names, Deque<String> open) {
        for (String name : names) {
            open.addLast(name);
        }
    }

    /** The JDK's own types are loaded in any case, the moment their subtype is. */
    private static void addLoaded(String name, Set<String> found) {
        try {
            addAll(Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader()), found);
        } catch (ClassNotFoundException | LinkageError e) {
            // A JDK without this module: the application's class will not load either.
            return;
        }
    }

    private static void addAll(Class<?> type, Set<String> found) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            if (c != type) {
                found.add(c.getName().replace('.', '/'));
            }
            for (Class<?> implemented : c.getInterfaces()) {
                if (found.add(implemented.getName().replace('.', '/'))) {
                    addAll(implemented, found);
                }
            }
        }
    }

    private static @Nullable ClassHeader read(String name, @Nullable ClassLoader loader) {
        if (loader == null) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            return in == null ? null : new ClassHeader(in.readAllBytes());
        } catch (IOException | RuntimeException e) {
            // An application's loader may do anything. What cannot be read is not a known supertype.
            return null;
        }
    }
}
