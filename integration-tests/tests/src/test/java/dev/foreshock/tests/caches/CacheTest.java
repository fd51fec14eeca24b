// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.caches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.ReceivedSpan;
import dev.foreshock.tests.LibraryApp;
import dev.foreshock.tests.TracedCases;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of caches: no span, but numbers at the root, and metrics. */
class CacheTest {
    static Stream<String> caffeine() {
        return Stream.of("floor", "2.9", "3.0", "latest").filter(version -> Libraries.has("caffeine", version));
    }

    static Stream<String> spring() {
        return Stream.of("floor", "6.2", "latest").filter(version -> Libraries.has("spring-cache", version));
    }

    /** Providers of JCache. */
    static Stream<Arguments> jcache() {
        return Stream.of(
                        Arguments.of("jcache-ehcache", "floor"),
                        Arguments.of("jcache-ehcache", "3.10"),
                        Arguments.of("jcache-ehcache", "latest"),
                        Arguments.of("jcache-caffeine", "floor"),
                        Arguments.of("jcache-caffeine", "latest"))
                .filter(CacheTest::isResolved);
    }

    static Stream<String> springOverJcache() {
        return Stream.of("floor", "latest").filter(version -> Libraries.has("spring-jcache", version));
    }

    private static boolean isResolved(Arguments library) {
        return Libraries.has((String) library.get()[0], (String) library.get()[1]);
    }

    private static JvmBuilder app(String library, String version) throws Exception {
        String app =
                switch (library) {
                    case "caffeine" -> "CaffeineApp";
                    case "spring-cache" -> "SpringCacheApp";
                    case "spring-jcache" -> "SpringJCacheApp";
                    default -> "JCacheApp";
                };
        return LibraryApp.of(library, version, app, "CacheApp", "QueueApp")
                .jvm()
                .library("h2", "latest")
                .expectStderr(LibraryApp.UNSAFE_OF_LIBRARIES)
                .arguments("0");
    }

    /** Performs one case after the other, each as a request of its own. */
    private record Cases(TracedCases cases, OtlpReceiver receiver) {
        /** The spans of one case, the root first: how many calls it made, no more. */
        List<ReceivedSpan> spans(String name, int statements) throws Exception {
            String answer = cases.perform(name);
            assertFalse(answer.contains("Exception"), answer);
            List<ReceivedSpan> spans =
                    receiver.awaitSpans(1 + statements, span -> span.traceId().equals(cases.trace())).stream()
                            .sorted((one, other) -> Long.compare(one.startEpochNanos(), other.startEpochNanos()))
                            .toList();
            assertEquals(1 + statements, spans.size(), spans::toString);
            return spans;
        }

        /** {@code null} for what the root must not tell. */
        void expect(String name, int statements, String cache, long hits, long misses, @Nullable Long loads)
                throws Exception {
            List<ReceivedSpan> spans = spans(name, statements);
            ReceivedSpan root = spans.get(0);
            assertEquals(hits, root.attribute("foreshock.cache.hits"), root::toString);
            assertEquals(misses, root.attribute("foreshock.cache.misses"), root::toString);
            assertEquals(loads, root.attribute("foreshock.cache.loads"), root::toString);
            if (loads == null) {
                assertNull(root.attribute("foreshock.cache.load_seconds"), root::toString);
            } else {
                assertTrue((Double) root.attribute("foreshock.cache.load_seconds") > 0, root::toString);
            }
            assertNull(root.attribute("foreshock.cache.concurrent_loads"), root::toString);
            for (ReceivedSpan statement : spans.subList(1, spans.size())) {
                assertEquals(cache, statement.attribute("foreshock.cache.name"), statement::toString);
                assertTrue(statement.isChildOf(root), spans::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("caffeine")
    void counts_what_caffeine_has_and_what_it_has_not(String version) throws Exception {
        String cache = "apps.CaffeineApp";
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app("caffeine", version).exportTo(receiver).start()) {
            Cases cases = new Cases(new TracedCases(jvm.awaitReady()), receiver);
            cases.expect("hit", 0, cache, 3, 0, null);
            cases.expect("miss", 0, cache, 0, 1, null);
            cases.expect("load", 1, cache, 1, 1, 1L);
            cases.expect("compute", 1, cache, 1, 1, 1L);
            cases.expect("unbounded", 1, cache, 1, 1, 1L);
            cases.expect("fail", 0, cache, 0, 1, 1L);
            cases.expect("many", 0, cache, 12, 12, null);
            // The value is only promised, and made on a thread of the pool.
            ReceivedSpan async = cases.spans("async", 1).get(0);
            assertEquals(1L, async.attribute("foreshock.cache.misses"), async::toString);
            assertNull(async.attribute("foreshock.cache.loads"), async::toString);

            for (String result : List.of("hit", "miss")) {
                receiver.awaitMetric(metric -> metric.name().equals("foreshock.cache.requests")
                        && metric.hasPoint(point -> cache.equals(point.attribute("foreshock.cache.name"))
                                && result.equals(point.attribute("foreshock.cache.result"))));
            }
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.cache.load.duration")
                    && metric.hasPoint(point -> cache.equals(point.attribute("foreshock.cache.name"))));
            jvm.finish().assertClean();
            assertFalse(receiver.sawText("canary"), receiver::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("spring")
    void counts_a_look_up_of_springs_once(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app("spring-cache", version).exportTo(receiver).start()) {
            Cases cases = new Cases(new TracedCases(jvm.awaitReady()), receiver);
            cases.expect("mapped", 1, "mapped", 1, 1, 1L);
            cases.expect("cached", 1, "prices", 1, 1, 1L);
            cases.expect("together", 1, "synchronous", 1, 1, 1L);
            cases.expect("fail", 0, "mapped", 0, 1, 1L);

            ReceivedSpan herd = cases.spans("stampede", 0).get(0);
            assertEquals(2L, herd.attribute("foreshock.cache.loads"), herd::toString);
            assertEquals(2L, herd.attribute("foreshock.cache.concurrent_loads"), herd::toString);

            // What is put into a cache was not missed in it.
            List<ReceivedSpan> put = cases.spans("put", 1);
            assertNull(put.get(0).attribute("foreshock.cache.misses"), put::toString);
            assertNull(put.get(1).attribute("foreshock.cache.name"), put::toString);
            for (String name : List.of("mapped", "prices", "synchronous")) {
                receiver.awaitMetric(metric -> metric.name().equals("foreshock.cache.requests")
                        && metric.hasPoint(point -> name.equals(point.attribute("foreshock.cache.name"))));
            }
            jvm.finish().assertClean();
            assertFalse(receiver.sawText("canary"), receiver::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("jcache")
    void counts_what_is_looked_up_through_jcache(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(library, version).exportTo(receiver).start()) {
            Cases cases = new Cases(new TracedCases(jvm.awaitReady()), receiver);
            cases.expect("hit", 0, "plain", 2, 0, null);
            cases.expect("miss", 0, "plain", 0, 1, null);
            cases.expect("all", 0, "plain", 1, 2, null);
            cases.expect("load", 1, "reading", 1, 1, 1L);
            // Ehcache asks the loader for one key at a time.
            cases.expect("load-all", 2, "reading", 1, 2, library.equals("jcache-ehcache") ? 2L : 1L);
            cases.expect("load-nothing", 0, "reading", 0, 1, 1L);
            cases.expect("nested", 1, "reading", 1, 1, 1L);
            cases.expect("unread", 0, "unread", 0, 1, null);
            cases.expect("fail", 0, "reading", 0, 1, 1L);

            // Neither is a look-up.
            ReceivedSpan contains = cases.spans("contains", 0).get(0);
            assertNull(contains.attribute("foreshock.cache.hits"), contains::toString);
            List<ReceivedSpan> fill = cases.spans("fill", 1);
            assertNull(fill.get(0).attribute("foreshock.cache.misses"), fill::toString);
            assertNull(fill.get(0).attribute("foreshock.cache.loads"), fill::toString);
            assertNull(fill.get(1).attribute("foreshock.cache.name"), fill::toString);

            for (String result : List.of("hit", "miss")) {
                receiver.awaitMetric(metric -> metric.name().equals("foreshock.cache.requests")
                        && metric.hasPoint(point -> "reading".equals(point.attribute("foreshock.cache.name"))
                                && result.equals(point.attribute("foreshock.cache.result"))));
            }
            receiver.awaitMetric(metric -> metric.name().equals("foreshock.cache.load.duration")
                    && metric.hasPoint(point -> "reading".equals(point.attribute("foreshock.cache.name"))));
            jvm.finish().assertClean();
            assertFalse(receiver.sawText("canary"), receiver::describe);
        }
    }

    @ParameterizedTest
    @MethodSource("springOverJcache")
    void counts_what_spring_looks_up_through_jcache_once(String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app("spring-jcache", version).exportTo(receiver).start()) {
            Cases cases = new Cases(new TracedCases(jvm.awaitReady()), receiver);
            cases.expect("cached", 1, "prices", 1, 1, 1L);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("jcache")
    void jcache_can_be_switched_off(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = app(library, version)
                        .environment("OTEL_INSTRUMENTATION_JCACHE_ENABLED", "false")
                        .environment("OTEL_INSTRUMENTATION_CAFFEINE_ENABLED", "false")
                        .exportTo(receiver)
                        .start()) {
            Cases cases = new Cases(new TracedCases(jvm.awaitReady()), receiver);
            List<ReceivedSpan> spans = cases.spans("load", 1);
            assertNull(spans.get(0).attribute("foreshock.cache.misses"), spans::toString);
            assertNull(spans.get(0).attribute("foreshock.cache.loads"), spans::toString);
            assertNull(spans.get(1).attribute("foreshock.cache.name"), spans::toString);
            jvm.finish().assertClean();
        }
    }

    @ParameterizedTest
    @MethodSource("jcache")
    void changes_nothing_that_a_user_of_jcache_sees(String library, String version) throws Exception {
        assertSame(library, version);
    }

    @ParameterizedTest
    @MethodSource("caffeine")
    void changes_nothing_that_a_user_of_caffeine_sees(String version) throws Exception {
        assertSame("caffeine", version);
    }

    @ParameterizedTest
    @MethodSource("spring")
    void changes_nothing_that_a_user_of_spring_sees(String version) throws Exception {
        assertSame("spring-cache", version);
    }

    private static void assertSame(String library, String version) throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            List<String> without = app(library, version)
                    .withoutAgent()
                    .arguments("semantics")
                    .run()
                    .assertClean()
                    .stdout();
            List<String> with = app(library, version)
                    .arguments("semantics")
                    .exportTo(receiver)
                    .run()
                    .assertClean()
                    .stdout();
            assertEquals(without, with);
            assertTrue(without.get(0).contains("canary-value"), without::toString);
        }
    }
}
