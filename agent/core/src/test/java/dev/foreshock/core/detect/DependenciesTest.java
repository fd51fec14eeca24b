// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private final Given given = new Given();
    private final Dependencies dependencies = new Dependencies(operation -> true, given, given);
    private final LocalTrace unit = new LocalTrace(1, 2, 0, true, null, null, Kind.REQUEST, 3, 0, 0);

    private Operation call(int number, int hosts) {
        Operation operation = new Operation(unit, unit.root(), Kind.HTTP, 1, 1);
        operation.shape(new Shape(number, "GET /" + number, "GET", "GET", List.of(), 0, 0, Shape.READS));
        operation.target(new Target("http", "host" + number % hosts + ".example.com", 80, null));
        operation.close(1 + 5 * Traffic.MS);
        return operation;
    }

    @Test
    void equal_calls_are_one_dependency_and_others_are_others() {
        dependencies.record(call(1, 10));
        dependencies.record(call(1, 10));
        dependencies.record(call(2, 10));
        List<Dependency> all = dependencies.tick(given.nowNanos);
        assertEquals(2, all.size());
        assertEquals(3, all.stream().mapToLong(Dependency::tickCalls).sum());
        assertTrue(dependencies.tick(given.nowNanos).stream().allMatch(dependency -> dependency.tickCalls() == 0));
    }

    @Test
    void a_hundred_thousand_hosts_and_fingerprints_leave_the_busy_ones_and_a_bounded_rest() {
        Operation busy = call(100_001, 100_003);
        for (int i = 0; i < 100_000; i++) {
            dependencies.record(call(i, 100_000));
            if (i % 100 == 0) {
                given.nowNanos += 10 * Clock.SECOND;
                dependencies.record(busy);
                List<Dependency> all = dependencies.tick(given.nowNanos);
                assertTrue(all.size() <= Dependencies.CAPACITY, () -> all.size() + " dependencies");
            }
        }
        assertTrue(dependencies.size() <= Dependencies.CAPACITY);
        assertNotNull(dependencies.find(busy), "used all the time");
        assertNull(dependencies.find(call(5, 100_000)), "used once, long ago");
        assertEquals(Map.of(), given.dropped);
    }

    @Test
    void beyond_what_fits_between_two_ticks_calls_are_dropped_and_counted() {
        for (int i = 0; i < 100_000; i++) {
            dependencies.record(call(i, 100_000));
        }
        long dropped = given.dropped.get("dependencies_full");
        assertEquals(100_000 - dependencies.size(), dropped);
        assertTrue(dependencies.size() <= Dependencies.CAPACITY);
    }

    @Test
    void all_state_of_the_rules_about_dependencies_is_bounded() {
        Traffic traffic = new Traffic(given);
        Traffic.Load load = new Traffic.Load();
        for (int i = 0; i < 100_000; i++) {
            load.target = new Target("http", "host" + i + ".example.com", 80, null);
            load.shape = new Shape(i, "GET /" + i, "GET /" + i, "GET", List.of(), 0, 0, Shape.READS);
            load.route = "/route" + i;
            load.perMinute = 60;
            load.millis = () -> 5;
            if (i % 50 == 0) {
                traffic.seconds(1, load);
            } else {
                traffic.once(load);
            }
        }
        Footprint footprint = new Footprint();
        footprint.add(traffic.detection);
        // 2.2 kB for each of 512, and as much again for all the rest.
        assertTrue(footprint.bytes < 3_000_000, () -> footprint.bytes + " bytes in " + footprint.seen.size());
        assertTrue(footprint.count(Dependency.class) <= Dependencies.CAPACITY);
        assertTrue(footprint.count(Incident.class) <= Dependencies.CAPACITY);
    }

    /** Walks over what the agent's own objects refer to, and adds up what it takes, roughly. */
    private static final class Footprint {
        final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Object> next = new ArrayDeque<>();
        long bytes;

        void add(Object root) {
            next.add(root);
            while (!next.isEmpty()) {
                Object object = next.poll();
                if (seen.add(object)) {
                    walk(object);
                }
            }
        }

        long count(Class<?> type) {
            return seen.stream().filter(type::isInstance).count();
        }

        private void push(Object object) {
            if (object != null && !(object instanceof Class)) {
                next.add(object);
            }
        }

        private void walk(Object object) {
            bytes += 16;
            if (object.getClass().isArray()) {
                array(object);
            } else if (object instanceof String text) {
                bytes += 24 + text.length();
            } else if (object instanceof AtomicReferenceArray<?> places) {
                bytes += 4L * places.length();
                for (int i = 0; i < places.length(); i++) {
                    push(places.get(i));
                }
            } else if (object instanceof Map<?, ?> map) {
                bytes += 48L * map.size();
                map.forEach((key, value) -> {
                    push(key);
                    push(value);
                });
            } else if (object instanceof Collection<?> all) {
                bytes += 24L * all.size();
                all.forEach(this::push);
            } else if (object instanceof java.util.concurrent.atomic.AtomicReference<?> reference) {
                push(reference.get());
            } else if (object.getClass().getName().startsWith("dev.foreshock.") && !(object instanceof Enum)) {
                fields(object);
            }
        }

        private void array(Object array) {
            int length = Array.getLength(array);
            Class<?> type = array.getClass().getComponentType();
            bytes += (long) length * (type == long.class || type == double.class ? 8 : 4);
            for (int i = 0; i < length && !type.isPrimitive(); i++) {
                push(Array.get(array, i));
            }
        }

        private void fields(Object object) {
            for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) || Given.class.isAssignableFrom(type)) {
                        continue;
                    }
                    bytes += 8;
                    if (!field.getType().isPrimitive()) {
                        try {
                            field.setAccessible(true);
                            push(field.get(object));
                        } catch (IllegalAccessException e) {
                            throw new AssertionError(e);
                        }
                    }
                }
            }
        }
    }
}
