// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuseTest {
    private static final MethodType ENTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType EXIT = MethodType.methodType(void.class, Object.class, Object.class);

    private final List<String> reports = new ArrayList<>();
    private final Fuse fuse = new Fuse("advice", "woven", new Fuse.Report() {
        @Override
        public void failed(String advice, String woven, Throwable thrown, boolean first) {
            reports.add((first ? "first " : "again ") + thrown.getClass().getSimpleName());
        }

        @Override
        public void blown(Fuse blown, String advice, String woven, boolean forGood) {
            reports.add(forGood ? "off for good" : "off");
        }
    });
    private Throwable fails;
    private int entered;
    private int exited;

    Object enter(Object argument) throws Throwable {
        entered++;
        if (fails != null) {
            throw fails;
        }
        return argument;
    }

    void exit(Object operation, Object thrown) throws Throwable {
        exited++;
        if (fails != null) {
            throw fails;
        }
    }

    private MethodHandle connect(String name, MethodType type) throws ReflectiveOperationException {
        MutableCallSite site = new MutableCallSite(type);
        fuse.connect(
                site,
                MethodHandles.lookup().findVirtual(FuseTest.class, name, type).bindTo(this));
        return site.dynamicInvoker();
    }

    @Test
    void passes_values_while_nothing_fails() throws Throwable {
        assertEquals("x", connect("enter", ENTER).invoke((Object) "x"));
    }

    /** A library of another version than the one that the advice was compiled against. */
    @Test
    void missing_method_never_reaches_the_application_and_blows_at_the_third_time() throws Throwable {
        MethodHandle enter = connect("enter", ENTER);
        fails = new NoSuchMethodError("library changed");
        for (int i = 0; i < 10; i++) {
            assertNull(enter.invoke((Object) "x"));
        }
        assertEquals(Fuse.LIMIT, entered);
        assertTrue(fuse.isBlown());
        assertEquals(
                List.of("first NoSuchMethodError", "again NoSuchMethodError", "again NoSuchMethodError", "off"),
                reports);
    }

    /** With a fuse for each call site, an exit that blew left 1,000 of 1,000 operations open. */
    @Test
    void enter_and_exit_blow_together() throws Throwable {
        MethodHandle enter = connect("enter", ENTER);
        MethodHandle exit = connect("exit", EXIT);
        for (int i = 0; i < 1_000; i++) {
            fails = null;
            Object operation = enter.invoke((Object) "x");
            fails = new NoSuchMethodError("library changed");
            exit.invoke(operation, (Object) null);
        }
        assertEquals(Fuse.LIMIT, entered);
        assertEquals(Fuse.LIMIT, exited);
    }

    @Test
    void a_full_stack_or_heap_is_not_the_fault_of_the_advice() throws Throwable {
        MethodHandle enter = connect("enter", ENTER);
        for (int i = 0; i < 10; i++) {
            fails = new StackOverflowError();
            assertNull(enter.invoke((Object) "x"));
            fails = new OutOfMemoryError("test");
            assertNull(enter.invoke((Object) "x"));
        }
        assertFalse(fuse.isBlown());
        assertEquals(20, entered);
        assertEquals(List.of(), reports);
    }

    @Test
    void advice_gets_one_more_chance_after_ten_minutes_and_no_second_one() throws Throwable {
        MethodHandle enter = connect("enter", ENTER);
        fails = new IllegalStateException("passing");
        for (int i = 0; i < 3; i++) {
            enter.invoke((Object) "x");
        }
        long now = System.nanoTime();
        fuse.rearm(now);
        assertTrue(fuse.isBlown(), "ten minutes have not passed");

        fuse.rearm(now + Fuse.PAUSE_NANOS + 1_000_000_000L);
        assertFalse(fuse.isBlown());
        fails = null;
        assertEquals("x", enter.invoke((Object) "x"));

        fails = new IllegalStateException("lasting");
        for (int i = 0; i < 5; i++) {
            enter.invoke((Object) "x");
        }
        assertTrue(fuse.isBlown());
        assertEquals("off for good", reports.get(reports.size() - 1));
        fuse.rearm(now + 100 * Fuse.PAUSE_NANOS);
        assertTrue(fuse.isBlown(), "off for good");
    }

    @Test
    void a_site_connected_after_the_fuse_has_blown_does_nothing() throws Throwable {
        MethodHandle enter = connect("enter", ENTER);
        fails = new IllegalStateException();
        for (int i = 0; i < 3; i++) {
            enter.invoke((Object) "x");
        }
        fails = null;
        connect("exit", EXIT).invoke((Object) "x", (Object) null);
        assertEquals(0, exited);
    }

    /** The conversion to the advice's own types happens behind the fuse too. */
    @Test
    void a_value_of_an_unexpected_type_is_an_error_of_the_advice() throws Throwable {
        MutableCallSite site = new MutableCallSite(ENTER);
        MethodHandle length =
                MethodHandles.lookup().findVirtual(String.class, "trim", MethodType.methodType(String.class));
        fuse.connect(site, length);
        assertEquals("x", site.dynamicInvoker().invoke((Object) " x "));
        assertNull(site.dynamicInvoker().invoke((Object) 1));
        assertEquals(List.of("first ClassCastException"), reports);
    }
}
