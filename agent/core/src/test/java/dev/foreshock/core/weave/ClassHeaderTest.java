// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClassHeaderTest {
    private static final WeavePoint GET = WeavePoint.parse("a.Advice\tmethods=get(int);größe\treceiver=required");

    static byte[] file(Class<?> type) {
        try (InputStream in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reads_version_and_supertypes() {
        ClassHeader header = new ClassHeader(file(ArrayList.class));
        assertTrue(header.majorVersion() >= 61);
        assertFalse(header.isInterface());
        assertEquals(
                Set.of(
                        "java/util/AbstractList",
                        "java/util/List",
                        "java/util/RandomAccess",
                        "java/lang/Cloneable",
                        "java/io/Serializable"),
                Set.copyOf(Arrays.asList(header.supertypes())));
        assertTrue(new ClassHeader(file(List.class)).isInterface());
        assertEquals(0, new ClassHeader(file(Object.class)).supertypes().length);
    }

    @Test
    void finds_methods_that_have_a_body() {
        assertTrue(new ClassHeader(file(ArrayList.class)).declaresMethodFor(GET));
        assertFalse(new ClassHeader(file(List.class)).declaresMethodFor(GET), "abstract");
        assertFalse(new ClassHeader(file(StaticGet.class)).declaresMethodFor(GET), "static");
        assertTrue(new ClassHeader(file(Umlaut.class)).declaresMethodFor(GET));
    }

    @Test
    void finds_all_supertypes_without_loading_them() {
        Set<String> expected = new TreeSet<>(Supertypes.of(Leaf.class));
        assertEquals(
                expected, new TreeSet<>(Supertypes.of(new ClassHeader(file(Leaf.class)), Leaf.class.getClassLoader())));
        assertTrue(expected.contains("java/sql/Wrapper"), expected::toString);
        assertTrue(expected.contains("dev/foreshock/core/weave/ClassHeaderTest$Root"), expected::toString);
    }

    @Test
    void goes_without_supertypes_that_the_loader_does_not_give_away() {
        ClassLoader mute = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                throw new IllegalStateException("closed");
            }
        };
        assertEquals(
                Set.of("dev/foreshock/core/weave/ClassHeaderTest$Middle"),
                Supertypes.of(new ClassHeader(file(Leaf.class)), mute));
    }

    /** A class file may be anything: a transformer of another agent's may have damaged it. */
    @Property(tries = 3_000)
    void refuses_damaged_class_files_in_one_of_two_ways(
            @ForAll @IntRange(max = 20_000) int at, @ForAll byte value, @ForAll @IntRange(max = 20_000) int length) {
        byte[] file = Arrays.copyOf(file(ArrayList.class), Math.max(8, length));
        file[at % file.length] = value;
        Throwable thrown = null;
        try {
            ClassHeader header = new ClassHeader(file);
            header.supertypes();
            header.declaresMethodFor(GET);
        } catch (Throwable e) {
            thrown = e;
        }
        assertTrue(
                thrown == null
                        || thrown instanceof IndexOutOfBoundsException
                        || thrown instanceof IllegalArgumentException,
                () -> "a damaged class file gave an unexpected error");
    }

    static final class StaticGet {
        static int get(int index) {
            return index;
        }
    }

    static final class Umlaut {
        int größe() {
            return 1;
        }
    }

    interface Root extends java.sql.Wrapper {}

    abstract static class Middle implements Root {}

    abstract static class Leaf extends Middle {}
}
