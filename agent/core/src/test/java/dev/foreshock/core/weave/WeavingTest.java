// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.core.log.Log;
import dev.foreshock.instrumentation.sample.BrokenAdvice;
import dev.foreshock.instrumentation.sample.ChangingAdvice;
import dev.foreshock.instrumentation.sample.ConstructorAdvice;
import dev.foreshock.instrumentation.sample.LateAdvice;
import dev.foreshock.instrumentation.sample.MisfitAdvice;
import dev.foreshock.instrumentation.sample.SeeingAdvice;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a class file to advice that runs, in loaders like those of applications. */
class WeavingTest {
    private static final String GREET = "\tmethods=greet;add;calls";

    private final Diagnosis diagnosis = new Diagnosis();
    private final Linker linker = new Linker(WeavingTest.class.getClassLoader(), diagnosis, Log.of("test"));
    private ClassRewriter rewriter;

    @BeforeEach
    void start() throws Exception {
        Log.level("off");
        TestDispatcher.linker(linker);
        rewriter = new ClassRewriter(WeavingTest.class.getClassLoader(), TestDispatcher.class);
        Observed.clear();
    }

    private WovenLoader loader(Class<?> advice, String rest) {
        return new WovenLoader(rewriter, advice.getName() + rest, Sample.class);
    }

    @SuppressWarnings("unchecked") // Sample is one
    private static Function<String, Object> sample(WovenLoader loader) throws ReflectiveOperationException {
        return (Function<String, Object>) loader.instance(Sample.class);
    }

    @Test
    void advice_sees_argument_receiver_result_and_error() throws Exception {
        Function<String, Object> sample = sample(loader(SeeingAdvice.class, "\tmethods=greet"));
        assertNotSame(Sample.class, sample.getClass());
        assertEquals("hello you", sample.apply("you"));
        assertThrows(IllegalArgumentException.class, () -> sample.apply("fail"));
        assertEquals(
                List.of(
                        "enter Sample you",
                        "exit you hello you null",
                        "enter Sample fail",
                        "exit fail null java.lang.IllegalArgumentException: as asked"),
                Observed.events());
    }

    @Test
    void advice_changes_an_argument_and_a_result() throws Exception {
        Function<String, Object> sample = sample(loader(ChangingAdvice.class, "\tmethods=greet"));
        assertEquals("HELLO OTHER", sample.apply("you"));
    }

    @Test
    void nothing_is_added_to_a_class_and_nothing_removed() throws Exception {
        Class<?> woven = loader(SeeingAdvice.class, GREET).loadClass(Sample.class.getName());
        assertEquals(members(Sample.class), members(woven));
        assertEquals(Sample.class.getModifiers(), woven.getModifiers());
        assertEquals(Arrays.toString(Sample.class.getInterfaces()), Arrays.toString(woven.getInterfaces()));
    }

    @Test
    void methods_of_every_shape_go_on_as_before() throws Exception {
        WovenLoader loader = loader(BrokenAdvice.class, GREET);
        Object sample = loader.instance(Sample.class);
        Class<?> type = sample.getClass();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    Sample.add(1, 3, 7.5),
                    type.getMethod("add", long.class, int.class, double.class).invoke(null, 1L, 3, 7.5));
            assertEquals(
                    4,
                    type.getMethod("calls", String[].class, boolean[].class)
                            .invoke(sample, new String[1], new boolean[2]));
        }
        assertTrue(
                diagnosis.lines().stream().anyMatch(line -> line.contains("BrokenAdvice") && line.contains("blown")),
                diagnosis.lines()::toString);
    }

    @Test
    void a_constructor_is_left_with_exit_advice() throws Exception {
        sample(loader(ConstructorAdvice.class, "\tmethods=<init>"));
        assertEquals(List.of("made Sample"), Observed.events());
    }

    /** SQLite's class that holds the methods of a statement is no Statement. */
    @Test
    void a_receiver_of_an_unexpected_type_is_no_error_of_the_application() throws Exception {
        Function<String, Object> sample = sample(loader(MisfitAdvice.class, "\tmethods=greet"));
        for (int i = 0; i < 5; i++) {
            assertEquals("hello you", sample.apply("you"));
        }
        assertEquals(List.of(), Observed.events());
        assertTrue(diagnosis.lines().toString().contains("blown"), diagnosis.lines()::toString);
    }

    @Test
    void advice_that_does_not_exist_leaves_the_method_alone() throws Exception {
        WovenLoader loader = loader(SeeingAdvice.class, "\tmethods=greet");
        Linker blind = new Linker(
                new ClassLoader(null) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        throw new ClassNotFoundException(name);
                    }
                },
                diagnosis,
                Log.of("test"));
        TestDispatcher.linker(blind);
        assertEquals("hello you", sample(loader).apply("you"));
        assertEquals(List.of(), Observed.events());
        assertTrue(diagnosis.lines().toString().contains("cannot be linked"), diagnosis.lines()::toString);
    }

    /** Loading the advice runs into a woven method, as a custom class loader that reads by HTTP does. */
    @Test
    void a_site_met_while_linking_starts_without_advice_and_is_repaired() throws Exception {
        Function<String, Object> inner = sample(loader(SeeingAdvice.class, "\tmethods=greet"));
        Function<String, Object> outer = sample(loader(LateAdvice.class, "\tmethods=greet"));
        Observed.whileLinking(() -> Observed.add("inner: " + inner.apply("nested")));
        assertEquals("hello you", outer.apply("you"));
        assertEquals(List.of("inner: hello nested", "late"), Observed.events());

        Observed.clear();
        inner.apply("again");
        assertEquals(List.of("enter Sample again", "exit again hello again null"), Observed.events());
    }

    @Test
    void a_loader_that_the_application_drops_can_be_collected() throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        List<WeakReference<ClassLoader>> references = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            WovenLoader loader = loader(SeeingAdvice.class, GREET);
            for (int call = 0; call < 2_000; call++) {
                sample(loader).apply("you");
            }
            references.add(new WeakReference<>(loader, collected));
            Observed.clear();
        }
        int gone = 0;
        for (int tries = 0; gone < 5 && tries < 100; tries++) {
            System.gc();
            while (collected.remove(100) != null) {
                gone++;
            }
        }
        assertEquals(references.size(), gone, "class loaders leaked");
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        Arrays.stream(type.getDeclaredFields()).forEach(field -> members.add(field.toString()));
        Arrays.stream(type.getDeclaredMethods()).forEach(method -> members.add(method.toString()));
        Arrays.stream(type.getDeclaredConstructors()).forEach(constructor -> members.add(constructor.toString()));
        return members;
    }
}
