// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Link;
import dev.foreshock.api.Links;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Target;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {
    private static final Target ORDERS = new Target("h2database", null, 0, "orders");
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private TraceRecorder recorder;

    @BeforeEach
    void start() {
        recorder = recorder(Map.of());
    }

    private static TraceRecorder recorder(Map<String, String> variables) {
        Settings settings = Settings.of(variables::get, name -> null, line -> {
            throw new AssertionError(line);
        });
        Metrics metrics = new Metrics(settings);
        Exporter exporter = new Exporter(settings, metrics, metrics);
        TraceRecorder recorder =
                new TraceRecorder(settings, metrics, new Detection(settings, exporter, metrics, line -> {}), exporter);
        Recorder.install(recorder);
        Cursor.get().reset();
        return recorder;
    }

    @AfterEach
    void reset() {
        Cursor.get().reset();
    }

    @Test
    void records_a_request_and_what_it_does() {
        Operation request = beginRequest(Map.of());
        Operation statement = statement("select * from orders where id = ?");
        assertSame(request, statement.parent());
        statement.end(null);
        request.end(null);
        LocalTrace unit = request.unit();
        assertTrue(unit.isKept());
        assertEquals(1, unit.statements());
        assertSame(statement, unit.last());
        assertNull(Cursor.get().current());
    }

    @Test
    void records_one_physical_call_once() {
        Operation request = beginRequest(Map.of());
        Operation outer = statement("select 1 from orders");
        assertNull(Operation.begin(Kind.DATABASE), "the driver calls itself");
        outer.end(null);
        request.end(null);
        assertEquals(1, request.unit().recorded());
    }

    @Test
    void a_batch_begins_a_trace_of_its_own_with_a_link_to_each_message() {
        Links links = new Links();
        links.add(recorder.link(Map.of("traceparent", TRACEPARENT)::get));
        links.add(recorder.link(Map.of("traceparent", "broken")::get));
        links.add(recorder.link(name -> null));
        Operation batch = recorder.beginUnit(Kind.MESSAGE, links);
        LocalTrace unit = batch.unit();
        assertEquals(0, unit.remoteParentSpanId());
        assertNotEquals(0x0af7651916cd43ddL, unit.traceIdHigh());
        assertEquals(1, batch.links().total());
        assertEquals(
                new Link(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L, 1),
                batch.links().get(0));
        batch.end(null);
        batch.link(new Link(1, 2, 3, 1));
        assertEquals(1, batch.links().total(), "what has ended does not change");
    }

    @Test
    void a_unit_without_links_holds_none() {
        Operation batch = recorder.beginUnit(Kind.MESSAGE, new Links());
        assertNull(batch.links());
        batch.end(null);
    }

    @Test
    void an_operation_that_is_linked_to_keeps_its_span() {
        Operation request = beginRequest(Map.of());
        Operation call = Operation.begin(Kind.PUBLISH);
        Link link = Link.to(call);
        assertTrue(call.isPropagated());
        assertEquals(call.spanId(), link.spanId());
        assertEquals(request.unit().traceIdLow(), link.traceIdLow());
        assertTrue(link.isSampled());
        call.end(null);
        request.end(null);
    }

    @Test
    void a_unit_without_an_end_is_over_where_the_next_one_begins() {
        Operation polled = recorder.beginUnit(Kind.MESSAGE, name -> null);
        polled.unit().openEnded();
        Operation.begin(Kind.DATABASE).end(null);
        Operation job = recorder.beginUnit(Kind.JOB, name -> null);
        assertTrue(polled.unit().isEnded());
        assertTrue(polled.unit().isKept());
        assertSame(job, Cursor.get().current());
        job.end(null);
    }

    @Test
    void what_a_framework_hands_on_is_in_the_place_of_what_its_loop_got() {
        Operation polled = recorder.beginUnit(Kind.MESSAGE, name -> null);
        polled.unit().openEnded();
        Operation message = recorder.beginUnit(Kind.MESSAGE, name -> null);
        assertTrue(polled.unit().isEnded());
        assertFalse(polled.unit().isKept());
        assertSame(message, Cursor.get().current());
        assertNull(recorder.beginUnit(Kind.MESSAGE, name -> null), "a listener has an end");
        message.end(null);
        assertNull(Cursor.get().current());
    }

    @Test
    void a_unit_without_an_end_is_over_with_its_thread() throws InterruptedException {
        AtomicReference<Operation> root = new AtomicReference<>();
        AtomicBoolean endedByLivingThread = new AtomicBoolean(true);
        Thread thread = new Thread(() -> {
            Operation polled = recorder.beginUnit(Kind.MESSAGE, name -> null);
            polled.unit().openEnded();
            root.set(polled);
            Operation.begin(Kind.DATABASE).end(null);
            recorder.closeIdle();
            // Asked here, since the recorder's own clock may close the unit as soon as the thread is dead.
            endedByLivingThread.set(polled.unit().isEnded());
        });
        thread.start();
        thread.join();
        assertFalse(endedByLivingThread.get());
        recorder.closeIdle();
        assertTrue(root.get().unit().isEnded());
        assertTrue(root.get().unit().isKept());
    }

    @Test
    void a_unit_without_an_end_is_over_with_the_task_that_has_begun_it() {
        Operation request = beginRequest(Map.of());
        Cursor cursor = Cursor.get();
        Cursor.Resumption before = cursor.attach(cursor.capture());
        Operation polled = recorder.beginUnit(Kind.MESSAGE, name -> null);
        polled.unit().openEnded();
        Operation.begin(Kind.DATABASE).end(null);
        cursor.restore(before);
        assertTrue(polled.unit().isEnded());
        assertTrue(polled.unit().isKept());
        assertSame(request, cursor.current());
        request.end(null);
    }

    @Test
    void a_unit_without_an_end_outlives_the_tasks_that_run_within_it() {
        Operation polled = recorder.beginUnit(Kind.MESSAGE, name -> null);
        polled.unit().openEnded();
        Cursor cursor = Cursor.get();
        Cursor.Resumption before = cursor.attach(null);
        cursor.restore(before);
        before = cursor.attach(cursor.capture());
        Operation left = Operation.begin(Kind.DATABASE);
        assertSame(polled, left.parent());
        cursor.restore(before);
        assertFalse(polled.unit().isEnded(), "not even by what the task left open");
        assertSame(polled, cursor.current());
        polled.end(null);
    }

    @Test
    void an_answer_that_a_client_throws_is_still_an_answer() {
        Operation call = Operation.begin(Kind.CACHE);
        call.fail("NOSCRIPT", Outcome.OK);
        call.end(new IllegalStateException("NOSCRIPT no matching script"));
        assertEquals("NOSCRIPT", call.errorType());
        assertTrue(call.isOwnFault());
        Operation broken = Operation.begin(Kind.CACHE);
        broken.end(new IllegalStateException("connection reset"));
        assertFalse(broken.isOwnFault());
    }

    @Test
    void a_forward_is_no_second_unit() {
        Operation request = beginRequest(Map.of());
        assertNull(recorder.beginUnit(Kind.REQUEST, name -> null));
        request.end(null);
    }

    @Test
    void goes_on_with_the_callers_trace() {
        Operation request =
                beginRequest(Map.of("traceparent", TRACEPARENT, "tracestate", "v=1", "baggage", "tenant=7"));
        LocalTrace unit = request.unit();
        assertEquals(0x0af7651916cd43ddL, unit.traceIdHigh());
        assertEquals(0xb7ad6b7169203331L, unit.remoteParentSpanId());
        assertTrue(unit.isSampled());
        Map<String, String> sent = new HashMap<>();
        Operation call = Operation.begin(Kind.HTTP);
        assertNotNull(call);
        recorder.inject(call, name -> null, sent::put);
        assertEquals(
                "00-0af7651916cd43dd8448eb211c80319c-" + TraceContext.hex(call.spanId()) + "-01",
                sent.get("traceparent"));
        assertEquals("v=1", sent.get("tracestate"));
        assertEquals("tenant=7", sent.get("baggage"));
        assertTrue(call.isPropagated());
        request.end(null);
    }

    @Test
    void neither_replaces_nor_doubles_what_another_tracer_has_sent() {
        Operation request = beginRequest(Map.of("traceparent", TRACEPARENT));
        Operation call = Operation.begin(Kind.HTTP);
        assertNotNull(call);
        Map<String, String> sent = new HashMap<>();
        Map<String, String> present = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01");
        recorder.inject(call, present::get, sent::put);
        assertEquals(Map.of(), sent);
        assertEquals(0xaa, call.spanId());
        request.end(null);
    }

    @Test
    void replaces_what_it_has_set_itself_and_what_the_application_passes_on() {
        Operation request = beginRequest(Map.of("traceparent", TRACEPARENT));
        Map<String, String> sent = new HashMap<>(Map.of("traceparent", TRACEPARENT));
        for (int attempt = 0; attempt < 3; attempt++) {
            Operation call = Operation.begin(Kind.HTTP);
            assertNotNull(call);
            long id = call.spanId();
            recorder.inject(call, sent::get, sent::put);
            assertEquals(id, call.spanId());
            assertEquals(
                    "00-0af7651916cd43dd8448eb211c80319c-" + TraceContext.hex(id) + "-01", sent.get("traceparent"));
            call.end(null);
        }
        request.end(null);
    }

    @Test
    void replaces_what_the_application_passes_on_from_one_message_of_a_batch() {
        Links links = new Links();
        links.add(recorder.link(Map.of("traceparent", TRACEPARENT)::get));
        Operation batch = recorder.beginUnit(Kind.MESSAGE, links);
        Operation send = Operation.begin(Kind.PUBLISH);
        assertNotNull(send);
        long id = send.spanId();
        Map<String, String> headers = new HashMap<>(Map.of("traceparent", TRACEPARENT));
        recorder.inject(send, headers::get, headers::put);
        assertEquals(id, send.spanId());
        assertTrue(headers.get("traceparent").contains(TraceContext.hex(id)), headers::toString);
        assertTrue(
                headers.get("traceparent")
                        .contains(TraceContext.hex(batch.unit().traceIdLow())),
                headers::toString);
        send.end(null);
        batch.end(null);
    }

    @Test
    void of_several_attempts_with_one_foreign_header_the_first_adopts_it() {
        Operation request = beginRequest(Map.of("traceparent", TRACEPARENT));
        Map<String, String> present = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-00000000000000ab-01");
        Operation first = Operation.begin(Kind.HTTP);
        assertNotNull(first);
        recorder.inject(first, present::get, (name, value) -> {
            throw new AssertionError(name);
        });
        first.end(null);
        Operation second = Operation.begin(Kind.HTTP);
        assertNotNull(second);
        recorder.inject(second, present::get, (name, value) -> {
            throw new AssertionError(name);
        });
        assertEquals(0xab, first.spanId());
        assertNotEquals(0xab, second.spanId());
        request.end(null);
    }

    @Test
    void counts_what_threads_of_other_agents_do_in_nothing() throws Exception {
        assertNull(beganOn("BatchSpanProcessor_WorkerThread-1"));
        assertNull(beganOn("dd-trace-processor"));
        assertNotNull(beganOn("worker-1"));
    }

    private static Operation beganOn(String threadName) throws InterruptedException {
        AtomicReference<Operation> began = new AtomicReference<>();
        Thread thread = new Thread(() -> began.set(Operation.begin(Kind.HTTP)), threadName);
        thread.start();
        thread.join();
        return began.get();
    }

    @Test
    void writes_no_headers_beside_a_tracer_of_the_application() {
        recorder.yieldToForeignTracer();
        Operation request = beginRequest(Map.of());
        Operation call = Operation.begin(Kind.HTTP);
        assertNotNull(call);
        Map<String, String> sent = new HashMap<>();
        recorder.inject(call, name -> null, sent::put);
        assertEquals(Map.of(), sent);
        request.end(null);
    }

    @Test
    void a_failed_root_is_kept_although_it_was_not_sampled() {
        recorder = recorder(Map.of("OTEL_TRACES_SAMPLER", "always_off"));
        Operation good = beginRequest(Map.of());
        good.end(null);
        assertFalse(good.unit().isKept());
        Operation bad = beginRequest(Map.of());
        bad.end(new IllegalStateException("boom"));
        assertTrue(bad.unit().isKept());
        assertEquals("error", bad.attribute("foreshock.keep.reason"));
        assertEquals("java.lang.IllegalStateException", bad.errorType());
    }

    @Test
    void forgets_what_was_thrown_where_nobody_is_told_of_it() {
        recorder = recorder(Map.of("OTEL_TRACES_SAMPLER", "always_off"));
        Operation request = beginRequest(Map.of());
        Operation failed = statement("select 1 from orders");
        failed.end(new IllegalStateException("boom"));
        assertNotNull(failed.error(), "the unit may be kept yet");
        Operation late = statement("select 2 from orders");
        request.end(null);
        late.end(new IllegalStateException("late"));
        assertFalse(request.unit().isKept());
        assertNull(failed.error());
        assertNull(late.error());
        assertEquals("java.lang.IllegalStateException", failed.errorType());
    }

    @Test
    void forgets_what_was_thrown_by_what_is_only_counted() {
        Operation request = beginRequest(Map.of());
        for (int i = 0; i < LocalTrace.MAX_OPERATIONS; i++) {
            statement("select 1 from orders").end(null);
        }
        Operation failed = statement("select 1 from orders");
        failed.end(new IllegalStateException("boom"));
        assertEquals(1, request.unit().countedOnly());
        assertNull(failed.error());
        request.end(null);
    }

    @Test
    void resets_the_thread_whatever_was_left_open() {
        Operation request = beginRequest(Map.of());
        statement("select 1 from orders");
        request.end(null);
        assertNull(Cursor.get().current());
        Operation next = beginRequest(Map.of());
        assertNotSame(request.unit(), next.unit());
        next.end(null);
    }

    @Test
    void ends_a_request_that_is_finished_by_another_thread() throws InterruptedException {
        Operation request = beginRequest(Map.of());
        request.detach();
        assertNull(Cursor.get().current());
        Thread other = new Thread(() -> request.end(null));
        other.start();
        other.join();
        assertTrue(request.unit().isEnded());
        request.end(new IllegalStateException("twice"));
        assertFalse(request.isFailed());
    }

    @Test
    void a_thread_outside_any_request_gets_a_background_unit_that_ends_when_it_rests() {
        Operation first = statement("select * from jobs");
        LocalTrace unit = first.unit();
        assertEquals(Kind.BACKGROUND, unit.root().kind());
        assertEquals("background main", unit.name());
        recorder.closeIdle();
        assertFalse(unit.isEnded(), "a statement is under way");
        first.end(null);
        recorder.closeIdle();
        assertFalse(unit.isEnded(), "it has only just ended");
        Operation second = statement("select * from jobs");
        assertSame(unit, second.unit());
        second.end(null);
        unit.lastActivityNanos(System.nanoTime() - 2_000_000_000L);
        recorder.closeIdle();
        assertTrue(unit.isEnded());
        assertTrue(unit.isKept());
        Operation third = statement("select * from jobs");
        assertNotSame(unit, third.unit());
        assertEquals("background main", third.unit().name());
        assertNotEquals(unit.traceIdLow(), third.unit().traceIdLow());
        third.end(null);
        recorder.closeAll();
        assertTrue(third.unit().isEnded());
    }

    @Test
    void what_a_task_does_after_its_request_is_a_unit_of_its_own_in_the_same_trace() {
        Operation request = beginRequest(Map.of());
        Operation handedOver = Cursor.get().capture();
        request.end(null);
        Cursor cursor = Cursor.get();
        Cursor.Resumption before = cursor.attach(handedOver);
        Operation statement = statement("select * from mails");
        LocalTrace after = statement.unit();
        assertNotSame(request.unit(), after);
        assertEquals(request.unit().traceIdLow(), after.traceIdLow());
        assertEquals(request.spanId(), after.remoteParentSpanId());
        assertEquals("after GET /orders", after.name());
        statement.end(null);
        cursor.restore(before);
        assertTrue(after.isEnded(), "it ends with its task");
        assertNull(cursor.current());
    }

    @Test
    void a_thread_that_a_library_has_kept_since_a_request_is_nobodys() throws InterruptedException {
        Operation request = beginRequest(Map.of());
        LocalTrace[] seen = new LocalTrace[1];
        Thread thread = new Thread(() -> {
            assertSame(request, Cursor.get().current());
            request.close(System.nanoTime() - 20_000_000_000L);
            request.unit().freeze();
            Operation statement = statement("select * from jobs");
            seen[0] = statement.unit();
            statement.end(null);
        });
        Associations.put(thread, request);
        thread.start();
        thread.join();
        assertNotEquals(request.unit().traceIdLow(), seen[0].traceIdLow());
    }

    @Test
    void a_fan_out_counts_every_call_once() throws InterruptedException {
        Operation request = beginRequest(Map.of());
        Operation handedOver = Cursor.get().capture();
        int threads = 8;
        int each = 100;
        CountDownLatch go = new CountDownLatch(1);
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            workers[t] = new Thread(() -> {
                Cursor cursor = Cursor.get();
                Cursor.Resumption before = cursor.attach(handedOver);
                await(go);
                for (int i = 0; i < each; i++) {
                    statement("select * from orders where id = ?").end(null);
                }
                cursor.restore(before);
            });
            workers[t].start();
        }
        go.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        request.end(null);
        LocalTrace unit = request.unit();
        assertEquals(threads * each, unit.statements());
        assertEquals(threads * each, unit.recorded() + unit.countedOnly());
        assertEquals(1, unit.groups().size());
        assertEquals(threads * each, unit.groups().get(0).count());
        int listed = 0;
        for (Operation o = unit.last(); o != null; o = o.previous()) {
            listed++;
        }
        assertEquals(unit.recorded(), listed);
    }

    @Test
    void keeps_a_thousand_operations_and_counts_the_rest() {
        Operation request = beginRequest(Map.of());
        for (int i = 0; i < 2_500; i++) {
            statement("select * from orders where id = ?").end(null);
        }
        request.end(null);
        LocalTrace unit = request.unit();
        assertEquals(LocalTrace.MAX_OPERATIONS, unit.recorded());
        assertEquals(1_500, unit.countedOnly());
        assertEquals(2_500, unit.groups().get(0).count());
    }

    @Test
    void gives_up_operations_rather_than_memory() {
        List<String> drops = new java.util.ArrayList<>();
        OpenUnits open = new OpenUnits(200 * 64, drops::add);
        LocalTrace one = new LocalTrace(1, 1, 0, true, null, null, Kind.REQUEST, 1, 1, 0);
        open.add(one, 1L << 40);
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            boolean keep = open.keep(one);
            kept += keep ? 1 : 0;
            one.add(new Operation(one, one.root(), Kind.DATABASE, 5, 1), keep);
        }
        assertEquals(64, kept);
        assertEquals(List.of("open_units_memory"), drops);
        open.remove(one);
        LocalTrace next = new LocalTrace(1, 1, 0, true, null, null, Kind.REQUEST, 1, 1, 0);
        assertTrue(open.keep(next), "what a unit held is free again");
    }

    @Test
    void the_oldest_unit_gives_way_when_all_places_are_taken() {
        List<String> drops = new java.util.ArrayList<>();
        OpenUnits open = new OpenUnits(1 << 20, drops::add);
        LocalTrace first = new LocalTrace(1, 1, 0, true, null, null, Kind.REQUEST, 1, 1, 0);
        open.add(first, 0);
        for (int i = 0; i < 8; i++) {
            open.add(new LocalTrace(1, 1, 0, true, null, null, Kind.REQUEST, 1, 100 + i, 0), 0);
        }
        assertTrue(first.isCountOnly());
        assertEquals(List.of("open_units_full"), drops);
    }

    @Test
    void names_threads_of_one_pool_alike() {
        assertEquals("http-nio-*-exec-*", Units.threadKind("http-nio-8080-exec-12"));
        assertEquals("virtual thread", Units.threadKind(""));
        assertEquals(64, Units.threadKind("x".repeat(500)).length());
    }

    @Test
    void ignores_health_checks() {
        for (String path : List.of(
                "/health",
                "/actuator/health",
                "/actuator/health/liveness",
                "/shop/actuator/health",
                "/shop/v2/actuator/prometheus",
                "/shop/livez")) {
            assertTrue(recorder.isIgnoredRoute(path), path);
        }
        for (String path : List.of("/healthcare", "/patients/17/health", "/shop/actuator", "/shop/actuator/healthy")) {
            assertFalse(recorder.isIgnoredRoute(path), path);
        }
    }

    private Operation beginRequest(Map<String, String> headers) {
        Operation request = recorder.beginUnit(Kind.REQUEST, headers::get);
        assertNotNull(request);
        request.unit().method("GET");
        request.unit().route("/orders");
        return request;
    }

    private Operation statement(String sql) {
        Operation operation = Operation.begin(Kind.DATABASE);
        assertNotNull(operation);
        operation.target(ORDERS);
        operation.shape(recorder.sql(sql, ORDERS));
        return operation;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
