// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AssociationsTest {

    @Test
    void keeps_one_value_per_object_and_type() {
        String key = new String("connection");
        Associations.put(key, "name");
        Associations.put(key, 5);
        assertEquals("name", Associations.get(key, String.class));
        assertEquals(5, Associations.get(key, Integer.class));
        assertNull(Associations.get(new String("connection"), String.class), "compared by identity");
        assertEquals("name", Associations.remove(key, String.class));
        assertNull(Associations.get(key, String.class));
        assertEquals(5, Associations.get(key, Integer.class));
    }

    @Test
    void lets_go_of_objects_that_nobody_else_holds() {
        int before = Associations.size();
        for (int i = 0; i < 10_000; i++) {
            Associations.put(new Object(), i);
        }
        assertTrue(
                comesTrue(() -> Associations.size() <= before + 100), () -> Associations.size() + " entries are left");
    }

    /** As a static field of a web application does that holds a client: advice is loaded for that application alone. */
    @Test
    void lets_go_of_a_value_whose_class_loader_reaches_the_key() throws Exception {
        Object key = new Object();
        WeakReference<ClassLoader> undeployed = known(key, key);
        key = null;
        assertTrue(comesTrue(() -> undeployed.refersTo(null)), "the value's class is still there");
    }

    @Test
    void lets_go_of_a_value_that_nobody_can_ask_for() throws Exception {
        int before = Associations.size();
        Object key = new Object();
        WeakReference<ClassLoader> undeployed = known(key, "nothing");
        assertTrue(comesTrue(() -> undeployed.refersTo(null)), "the value's class is still there");
        assertTrue(comesTrue(() -> Associations.size() <= before), () -> Associations.size() + " entries are left");
        Reference.reachabilityFence(key);
    }

    /** The queue of the keys that are gone has to forget them too. */
    @Test
    void lets_go_of_a_class_whose_keys_went_first() throws Exception {
        PluginLoader loader = new PluginLoader("nothing");
        int before = Associations.size();
        loader.keep(new Object());
        assertTrue(comesTrue(() -> Associations.size() <= before), () -> Associations.size() + " entries are left");
        WeakReference<ClassLoader> undeployed = new WeakReference<>(loader);
        loader = null;
        assertTrue(comesTrue(() -> undeployed.refersTo(null)), "the value's class is still there");
    }

    @Test
    void keeps_what_can_still_be_asked_for() throws Exception {
        Object key = new Object();
        PluginLoader loader = new PluginLoader(key);
        Object value = loader.keep(key);
        Class<?> type = value.getClass();
        WeakReference<Object> kept = new WeakReference<>(value);
        value = null;
        System.gc();
        assertSame(kept.get(), Associations.get(key, type));
        assertNotNull(kept.get());
    }

    private static WeakReference<ClassLoader> known(Object key, Object held) throws Exception {
        PluginLoader loader = new PluginLoader(held);
        loader.keep(key);
        return new WeakReference<>(loader);
    }

    private static boolean comesTrue(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean() && Instant.now().isBefore(deadline)) {
            System.gc();
            Associations.purge();
        }
        return condition.getAsBoolean();
    }

    /** What an instrumentation knows of an object; each loader has a copy of the class. */
    public static final class Known {}

    /** Defines a class of its own for values, and reaches what the application's loader does. */
    private static final class PluginLoader extends ClassLoader {
        @SuppressWarnings("unused")
        private final Object reached;

        PluginLoader(Object reached) {
            super(AssociationsTest.class.getClassLoader());
            this.reached = reached;
        }

        Object keep(Object key) throws Exception {
            Object value = loadClass(Known.class.getName()).getConstructor().newInstance();
            assertNotSame(Known.class, value.getClass());
            Associations.put(key, value);
            assertSame(value, Associations.get(key, value.getClass()));
            return value;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Known.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] file = in.readAllBytes();
                return defineClass(name, file, 0, file.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
