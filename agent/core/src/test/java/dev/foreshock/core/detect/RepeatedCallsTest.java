// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static dev.foreshock.core.detect.Recorded.CUSTOMERS;
import static dev.foreshock.core.detect.Recorded.INSERT;
import static dev.foreshock.core.detect.Recorded.INVOICES;
import static dev.foreshock.core.detect.Recorded.IN_TWO;
import static dev.foreshock.core.detect.Recorded.ITEMS;
import static dev.foreshock.core.detect.Recorded.MS;
import static dev.foreshock.core.detect.Recorded.NEXTVAL;
import static dev.foreshock.core.detect.Recorded.ORDERS;
import static dev.foreshock.core.detect.Recorded.PAGE;
import static dev.foreshock.core.detect.Recorded.PRICE;
import static dev.foreshock.core.detect.Recorded.PROBE;
import static dev.foreshock.core.detect.Recorded.UPDATE_ITEM;
import static dev.foreshock.core.detect.Recorded.job;
import static dev.foreshock.core.detect.Recorded.request;
import static dev.foreshock.core.detect.Recorded.shape;
import static dev.foreshock.core.detect.Recorded.site;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Confidence;
import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every row of the table of patterns, each with what looks like it and is not. */
class RepeatedCallsTest {
    private final Given given = new Given();

    private Raised raisedBy(Recorded recorded) {
        return Raised.by(new RepeatedCalls(given.settings(), given, new OpenStorms()), recorded);
    }

    private void assertSilent(Recorded recorded) {
        assertEquals(List.of(), raisedBy(recorded).types());
    }

    // n_plus_one with a parent

    @Test
    void a_query_per_row_of_an_earlier_one_is_an_n_plus_one() {
        Finding finding = raisedBy(
                        request().query(ORDERS, 20).queries(ITEMS, 20).site(site(42)))
                .only();

        assertEquals("n_plus_one", finding.type());
        assertEquals(Confidence.HIGH, finding.confidence());
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(20, finding.count());
        assertEquals(20 * MS, finding.totalNanos());
        assertEquals(19 * MS, finding.wastedNanos());
        assertEquals("GET /orders", finding.unitName());
        assertEquals(ITEMS.text(), finding.subject());
        assertNotNull(finding.exemplar());
        assertEquals(
                "GET /orders ran the same SELECT on item 20 times, once per row of an earlier query (SELECT orders),"
                        + " from OrderService.java:42; 20 ms of 21 ms",
                finding.message());
    }

    @Test
    void two_thousand_keys_and_one_of_them_twice() {
        Recorded recorded = request().query(ORDERS, 2_001).queries(ITEMS, 2_000).queryWith(ITEMS, 1_001);
        Finding finding = raisedBy(recorded).only();

        assertEquals(2_001, finding.count());
        assertEquals(Confidence.HIGH, finding.confidence());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertTrue(finding.message().contains("2,001 times, once per row"), finding::message);
    }

    @Test
    void two_thousand_queries_with_fifty_keys() {
        Recorded recorded = request().query(ORDERS, 2_000);
        for (int i = 0; i < 2_000; i++) {
            recorded.queryWith(CUSTOMERS, i % 50);
        }
        Finding finding = raisedBy(recorded).only();

        assertEquals("n_plus_one", finding.type());
        assertTrue(finding.message().contains("different keys, once per row of an earlier query"), finding::message);
        assertTrue(finding.suggestion().contains("IN ("), finding::suggestion);
        assertTrue(finding.suggestion().contains("for the rest of the request"), finding::suggestion);
    }

    @Test
    void other_statements_in_between_hide_nothing() {
        Recorded recorded = request().query(ORDERS, 10);
        for (int i = 0; i < 10; i++) {
            recorded.query(ITEMS, 1, 3 * MS).queryWith(PROBE, 0);
            recorded.query(shape(50 + i, "select " + i + "_", "other" + i, Shape.READS));
        }
        assertEquals(10, raisedBy(recorded).only().count());
    }

    @Test
    void the_rows_of_all_earlier_calls_of_a_shape_may_be_the_parent() {
        Recorded recorded = request().query(ORDERS, 4);
        for (int i = 0; i < 4; i++) {
            recorded.query(INVOICES, 10);
        }
        Finding finding = raisedBy(recorded.queries(ITEMS, 40)).only();

        assertEquals(Confidence.HIGH, finding.confidence());
        assertTrue(finding.message().contains("(SELECT invoice)"), finding::message);
    }

    @Test
    void two_calls_per_row_have_the_row_as_their_parent() {
        assertEquals(
                Confidence.HIGH,
                raisedBy(request().query(ORDERS, 30).queries(ITEMS, 60)).only().confidence());
        assertEquals(
                Confidence.MEDIUM,
                raisedBy(request().query(ORDERS, 30).queries(ITEMS, 47)).only().confidence());
    }

    @Test
    void a_query_that_ran_later_is_no_parent() {
        assertEquals(
                Confidence.MEDIUM,
                raisedBy(request().queries(ITEMS, 20).query(ORDERS, 20)).only().confidence());
    }

    @Test
    void the_parent_is_remembered_beyond_many_single_reads() {
        Recorded recorded = request().query(ORDERS, 25);
        for (int i = 0; i < 20; i++) {
            recorded.query(shape(60 + i, "select " + i + "_", "lookup" + i, Shape.READS), 1);
        }
        assertEquals(
                Confidence.HIGH, raisedBy(recorded.queries(ITEMS, 25)).only().confidence());
    }

    // n_plus_one without a parent

    @Test
    void a_query_in_a_loop_without_a_parent_is_less_certain() {
        Finding finding = raisedBy(request().queries(ITEMS, 20)).only();

        assertEquals(Confidence.MEDIUM, finding.confidence());
        assertTrue(finding.message().contains("20 times in a loop, with a different key each time"), finding::message);
    }

    @Test
    void a_long_loop_in_a_job_is_certain_without_a_parent() {
        assertEquals(
                Confidence.MEDIUM,
                raisedBy(Recorded.job().queries(ITEMS, 499)).only().confidence());
        assertEquals(
                Confidence.HIGH,
                raisedBy(Recorded.job().queries(ITEMS, 500)).only().confidence());
        assertEquals(
                Confidence.MEDIUM,
                raisedBy(request().queries(ITEMS, 500)).only().confidence());
    }

    @Test
    void calls_from_several_places_are_less_certain() {
        Recorded recorded =
                request().query(ORDERS, 20).queries(ITEMS, 20).site(site(42)).site(site(77));
        assertEquals(Confidence.MEDIUM, raisedBy(recorded).only().confidence());

        Recorded orphaned = request().queries(ITEMS, 20).site(site(42)).site(site(77));
        assertEquals(Severity.INFO, raisedBy(orphaned).only().severity());
    }

    @Test
    void hundreds_of_calls_that_two_lines_make_in_turn_are_a_loop() {
        Finding huge = raisedBy(fromTwoLines(400, 20 * MS).idle(100 * MS)).only();
        assertEquals("n_plus_one", huge.type());
        assertEquals(Severity.CRITICAL, huge.severity());
        assertEquals(Confidence.MEDIUM, huge.confidence());

        assertEquals(
                Severity.WARNING,
                raisedBy(fromTwoLines(50, 2 * MS).idle(200 * MS)).only().severity());
    }

    @Test
    void calls_from_several_places_are_advice_where_they_are_fewer_or_cost_little() {
        assertEquals(Severity.INFO, raisedBy(fromTwoLines(20, 50 * MS)).only().severity());
        assertEquals(Severity.INFO, raisedBy(fromTwoLines(49, 20 * MS)).only().severity());
        assertEquals(
                Severity.INFO,
                raisedBy(fromTwoLines(400, MS).idle(1_500 * MS)).only().severity());
    }

    private static Recorded fromTwoLines(int count, long nanosEach) {
        Recorded recorded = request();
        for (int i = 0; i < count; i++) {
            recorded.query(ITEMS, 1, nanosEach);
        }
        return recorded.site(site(42)).site(site(77));
    }

    @Test
    void four_similar_queries_are_nothing() {
        assertSilent(request()
                .query(ORDERS, 4)
                .query(ITEMS, 1, 50 * MS)
                .query(ITEMS, 1, 50 * MS)
                .queries(ITEMS, 2));
    }

    @Test
    void two_legitimate_IN_queries_on_one_table_are_nothing() {
        assertSilent(request().query(ORDERS, 2).query(IN_TWO, 30, 40 * MS).query(IN_TWO, 30, 40 * MS));
    }

    @Test
    void nineteen_quick_queries_in_a_long_request_are_nothing() {
        Recorded recorded = request().query(ORDERS, 19);
        for (int i = 0; i < 19; i++) {
            recorded.query(ITEMS, 1, MS / 10);
        }
        assertSilent(recorded.idle(500 * MS));
    }

    @Test
    void nineteen_quick_queries_matter_where_they_take_a_fifth_of_the_request() {
        Recorded recorded = request().query(ORDERS, 19);
        for (int i = 0; i < 19; i++) {
            recorded.query(ITEMS, 1, MS);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(recorded.idle(60 * MS)).types());
    }

    @Test
    void a_share_of_a_very_short_request_means_nothing() {
        Recorded recorded = request().query(ORDERS, 9);
        for (int i = 0; i < 9; i++) {
            recorded.query(ITEMS, 1, MS);
        }
        assertSilent(recorded);
    }

    @Test
    void severity_follows_count_waste_and_share() {
        Recorded few = request().query(ORDERS, 5);
        for (int i = 0; i < 5; i++) {
            few.query(ITEMS, 1, 5 * MS);
        }
        assertEquals(Severity.INFO, raisedBy(few.idle(900 * MS)).only().severity());

        Recorded wasteful = request().query(ORDERS, 5);
        for (int i = 0; i < 5; i++) {
            wasteful.query(ITEMS, 1, 15 * MS);
        }
        assertEquals(Severity.WARNING, raisedBy(wasteful.idle(900 * MS)).only().severity());

        Recorded half = request().query(ORDERS, 5);
        for (int i = 0; i < 5; i++) {
            half.query(ITEMS, 1, 60 * MS);
        }
        assertEquals(Severity.CRITICAL, raisedBy(half).only().severity());

        Recorded slow = request().query(ORDERS, 5);
        for (int i = 0; i < 5; i++) {
            slow.query(ITEMS, 1, 300 * MS);
        }
        assertEquals(Severity.CRITICAL, raisedBy(slow.idle(60_000 * MS)).only().severity());
        assertEquals(
                Severity.CRITICAL,
                raisedBy(request().queries(ITEMS, 100).idle(60_000 * MS)).only().severity());
    }

    @Test
    void half_of_a_short_request_is_not_critical() {
        // As measured where ten quick queries met a busy machine: 38 of 58 ms.
        assertEquals(Severity.WARNING, halfOfARequest(10, 4 * MS).severity());
        assertEquals(Severity.WARNING, halfOfARequest(11, 19 * MS).severity(), "190 ms wasted");
        assertEquals(Severity.CRITICAL, halfOfARequest(11, 20 * MS).severity(), "200 ms wasted");
        assertEquals(Severity.CRITICAL, halfOfARequest(100, MS).severity(), "the count alone");
    }

    private Finding halfOfARequest(int queries, long nanos) {
        Recorded recorded = request().query(ORDERS, queries);
        for (int i = 0; i < queries; i++) {
            recorded.query(ITEMS, 1, nanos);
        }
        return raisedBy(recorded.idle(queries * nanos / 2)).only();
    }

    @Test
    void jobs_have_a_threshold_of_their_own() {
        assertSilent(Recorded.job().query(ORDERS, 49).queries(ITEMS, 49));
        assertEquals(
                List.of("n_plus_one"),
                raisedBy(Recorded.job().query(ORDERS, 50).queries(ITEMS, 50)).types());
        Recorded message = new Recorded(Kind.MESSAGE, "process", "orders", 1);
        assertSilent(message.query(ORDERS, 49).queries(ITEMS, 49));
    }

    @Test
    void thresholds_may_differ_by_unit() {
        given.set("FORESHOCK_NPLUSONE_MIN_COUNT_OVERRIDES", "GET /reports/*=50,GET /strict=3");
        assertSilent(request("/reports/7").query(ORDERS, 49).queries(ITEMS, 49));
        assertEquals(
                List.of("n_plus_one"),
                raisedBy(request("/reports/7").query(ORDERS, 50).queries(ITEMS, 50))
                        .types());
        Recorded strict = request("/strict").query(ORDERS, 3);
        for (int i = 0; i < 3; i++) {
            strict.query(ITEMS, 1, 10 * MS);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(strict).types());
    }

    @Test
    void tests_may_lower_the_impact() {
        given.set("FORESHOCK_NPLUSONE_MIN_TOTAL_MS", "0");
        Recorded recorded = request().query(ORDERS, 5);
        for (int i = 0; i < 5; i++) {
            recorded.query(ITEMS, 1, 1_000);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(recorded).types());
    }

    @Test
    void calls_that_fail_are_somebody_elses_case() {
        Recorded recorded = request().query(ORDERS, 20);
        for (int i = 0; i < 20; i++) {
            Operation operation = recorded.begin(Kind.DATABASE, ITEMS, i);
            operation.fail(new IllegalStateException());
            recorded.idle(MS).end(operation, -1);
        }
        assertSilent(recorded);
    }

    @Test
    void over_plain_JDBC_the_caller_is_named_too() {
        CallSite helper = new CallSite("shop.Dao", "query", "Dao.java", 7, List.of(), 1, "OrderService.java:42");
        CallSite repository =
                new CallSite("shop.Orders", "all", "Orders.java", 9, List.of(Hint.SPRING_DATA), 1, "Web.java:3");
        assertTrue(raisedBy(request().queries(ITEMS, 20).site(helper))
                .only()
                .message()
                .contains(", from Dao.java:7, called by OrderService.java:42; 20 ms"));
        assertTrue(raisedBy(request().queries(ITEMS, 20).site(repository))
                .only()
                .message()
                .contains(", from Orders.java:9; 20 ms"));
    }

    // merged M*N+1

    @Test
    void several_queries_per_row_are_one_incident() {
        Recorded recorded = request().query(ORDERS, 30);
        for (int i = 0; i < 30; i++) {
            recorded.query(ITEMS);
            recorded.query(CUSTOMERS);
            recorded.query(INVOICES);
        }
        Finding finding = raisedBy(recorded).only();

        assertEquals(90, finding.count());
        assertEquals(ITEMS, finding.shape());
        assertEquals(Confidence.HIGH, finding.confidence());
        assertTrue(
                finding.message()
                        .contains(
                                "ran 3 statements 30 times each (SELECT item, SELECT customer, SELECT invoice), once per row"),
                finding::message);
    }

    @Test
    void two_loops_one_after_the_other_are_two_incidents() {
        Recorded recorded = request().query(ORDERS, 30).queries(ITEMS, 30).queries(CUSTOMERS, 30);
        assertEquals(List.of("n_plus_one", "n_plus_one"), raisedBy(recorded).types());
    }

    @Test
    void loops_of_different_length_are_two_incidents() {
        Recorded recorded = request().query(ORDERS, 30);
        for (int i = 0; i < 30; i++) {
            recorded.query(CUSTOMERS).queries(ITEMS, 3);
        }
        assertEquals(List.of("n_plus_one", "n_plus_one"), raisedBy(recorded).types());
    }

    @Test
    void merged_loops_matter_together() {
        Recorded recorded = request().query(ORDERS, 8);
        for (int i = 0; i < 8; i++) {
            recorded.query(ITEMS).query(CUSTOMERS).query(INVOICES);
        }
        assertEquals(24, raisedBy(recorded).only().count());
    }

    // redundant_query

    @Test
    void the_same_query_with_the_same_values_is_redundant() {
        Recorded recorded = request();
        for (int i = 0; i < 12; i++) {
            recorded.queryWith(CUSTOMERS, 7);
        }
        Finding finding = raisedBy(recorded).only();

        assertEquals("redundant_query", finding.type());
        assertEquals(Severity.WARNING, finding.severity());
        assertTrue(
                finding.message().contains("the same SELECT on customer 12 times with the same values"),
                finding::message);
    }

    @Test
    void a_few_redundant_queries_are_advice() {
        Recorded recorded = request();
        for (int i = 0; i < 3; i++) {
            recorded.call(Kind.DATABASE, CUSTOMERS, 7, 1, 4 * MS);
        }
        assertEquals(Severity.INFO, raisedBy(recorded).only().severity());
    }

    @Test
    void a_few_quick_redundant_queries_are_nothing() {
        assertSilent(request().queryWith(CUSTOMERS, 7).queryWith(CUSTOMERS, 7).queryWith(CUSTOMERS, 7));
        assertSilent(
                request().call(Kind.DATABASE, CUSTOMERS, 7, 1, 40 * MS).call(Kind.DATABASE, CUSTOMERS, 7, 1, 40 * MS));
    }

    @Test
    void a_write_to_the_table_in_between_is_a_reason_to_read_again() {
        Recorded recorded = request();
        for (int i = 0; i < 12; i++) {
            recorded.queryWith(ITEMS, 7);
            if (i == 5) {
                recorded.queryWith(UPDATE_ITEM, 1);
            }
        }
        assertSilent(recorded);
    }

    @Test
    void a_write_to_another_table_or_at_another_time_is_none() {
        Recorded recorded = request().queryWith(UPDATE_ITEM, 1);
        for (int i = 0; i < 12; i++) {
            recorded.queryWith(ITEMS, 7);
            if (i == 5) {
                recorded.queryWith(INSERT, 1);
            }
        }
        assertEquals(
                List.of("redundant_query"),
                raisedBy(recorded.queryWith(UPDATE_ITEM, 2)).types());
    }

    @Test
    void a_procedure_in_between_may_have_written_anything() {
        Shape procedure = new Shape(70, "call recalculate(?)", "CALL", "CALL", List.of(), 0, 0, Shape.CALL);
        Recorded recorded = request();
        for (int i = 0; i < 12; i++) {
            recorded.queryWith(ITEMS, 7);
            if (i == 5) {
                recorded.queryWith(procedure, 1);
            }
        }
        assertSilent(recorded);
    }

    @Test
    void locks_and_answers_that_change_are_asked_for_with_reason() {
        for (int trait : new int[] {Shape.LOCKS, Shape.VOLATILE}) {
            Shape shape = shape(71, "select now()", "item", Shape.READS | trait);
            Recorded recorded = request();
            for (int i = 0; i < 12; i++) {
                recorded.queryWith(shape, 7);
            }
            assertSilent(recorded);
        }
        Recorded changing = request();
        for (int i = 0; i < 12; i++) {
            changing.call(Kind.DATABASE, ITEMS, 7, i, MS);
        }
        assertSilent(changing);
    }

    @Test
    void the_same_call_to_another_service_is_redundant() {
        Recorded recorded = request();
        for (int i = 0; i < 12; i++) {
            recorded.call(Kind.HTTP, PRICE, 7, -1, 5 * MS);
        }
        Finding finding = raisedBy(recorded).only();
        assertEquals("redundant_call", finding.type());
        assertTrue(finding.message().contains("called GET /prices/{id} 12 times"), finding::message);
    }

    // chunked_in

    @Test
    void short_IN_lists_are_a_batch_size_too_small() {
        Finding finding =
                raisedBy(request().query(ORDERS, 48).queries(IN_TWO, 24)).only();
        assertEquals("chunked_in", finding.type());
        assertTrue(finding.message().contains("24 times with IN lists of only 2 values on average"), finding::message);
    }

    @Test
    void few_chunks_or_long_ones_are_nothing() {
        assertSilent(request().query(ORDERS, 38).queries(IN_TWO, 19));
        Shape longer = new Shape(72, "in", "SELECT item", "SELECT", List.of("item"), 100, 0, Shape.READS);
        assertSilent(request().query(ORDERS, 3_000).queries(longer, 30));
    }

    @Test
    void an_array_in_the_place_of_an_IN_list_is_a_batch() {
        Shape array =
                new Shape(73, "= any (?)", "SELECT item", "SELECT", List.of("item"), 0, 0, Shape.READS | Shape.ARRAY);
        assertSilent(request().query(ORDERS, 2_000).queries(array, 40));
    }

    @Test
    void a_fixed_IN_list_in_a_query_per_row_is_an_n_plus_one() {
        assertEquals(
                List.of("n_plus_one"),
                raisedBy(request().query(ORDERS, 30).queries(IN_TWO, 30)).types());
    }

    // pagination

    @Test
    void pages_are_read_on_purpose() {
        Recorded recorded = request();
        for (int i = 0; i < 99; i++) {
            recorded.query(PAGE, i == 98 ? 17 : 50);
        }
        assertSilent(recorded);
    }

    @Test
    void a_hundred_pages_are_too_many() {
        Recorded recorded = request();
        for (int i = 0; i < 120; i++) {
            recorded.query(PAGE, i == 119 ? 17 : 50);
        }
        Finding finding = raisedBy(recorded).only();
        assertEquals("pagination", finding.type());
        assertTrue(finding.message().contains("read 120 pages of 50 rows"), finding::message);
    }

    @Test
    void a_limited_query_per_row_is_an_n_plus_one() {
        assertEquals(
                List.of("n_plus_one"),
                raisedBy(request().query(ORDERS, 30).queries(PAGE, 30)).types());
        Recorded topThree = request().query(ORDERS, 30);
        for (int i = 0; i < 30; i++) {
            topThree.query(PAGE, 3);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(topThree).types());
    }

    @Test
    void pages_of_varying_size_are_no_pages() {
        Recorded recorded = request();
        for (int i = 0; i < 30; i++) {
            recorded.query(PAGE, 2 + i % 3);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(recorded).types());
    }

    // polling

    @Test
    void polling_is_no_loop() {
        Recorded recorded = request();
        for (int i = 0; i < 30; i++) {
            recorded.query(ITEMS).idle(1_100 * MS);
        }
        assertSilent(recorded);
    }

    @Test
    void a_few_pauses_do_not_make_a_loop_a_poller() {
        Recorded recorded = request();
        for (int i = 0; i < 30; i++) {
            recorded.query(ITEMS).idle(i % 3 == 0 ? 1_100 * MS : 0);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(recorded).types());
    }

    @Test
    void a_worker_that_asks_for_work_five_times_a_second_polls() {
        Recorded recorded = new Recorded(Kind.BACKGROUND, null, null, 1);
        for (int i = 0; i < 300; i++) {
            recorded.queryWith(ITEMS, 7).idle(200 * MS);
        }
        assertSilent(recorded);
    }

    @Test
    void a_worker_that_takes_up_a_hundred_messages_a_second_is_no_loop() {
        Recorded recorded = new Recorded(Kind.BACKGROUND, null, null, 1);
        for (int i = 0; i < 300; i++) {
            recorded.query(ITEMS).queryWith(CUSTOMERS, 7).queries(INSERT, 1).idle(10 * MS);
        }
        assertSilent(recorded);

        Recorded loop = new Recorded(Kind.BACKGROUND, null, null, 1).query(ORDERS, 300);
        for (int i = 0; i < 300; i++) {
            loop.query(ITEMS).idle(10 * MS);
        }
        assertEquals(List.of("n_plus_one"), raisedBy(loop).types(), "the rows of the earlier query explain it");
    }

    @Test
    void a_program_that_asks_without_a_pause_does_not_poll() {
        Recorded recorded = new Recorded(Kind.BACKGROUND, null, null, 1);
        Finding finding =
                raisedBy(recorded.query(ORDERS, 60).queries(ITEMS, 60)).only();
        assertEquals("n_plus_one", finding.type());
        assertTrue(finding.message().startsWith("Work outside any request ran"), finding::message);
    }

    // fan_out

    @Test
    void calls_at_the_same_time_are_advice_at_most() {
        Finding finding = raisedBy(overlapping(24)).only();
        assertEquals("fan_out", finding.type());
        assertEquals(Severity.INFO, finding.severity());
        assertSilent(overlapping(18));
    }

    private static Recorded overlapping(int calls) {
        Recorded recorded = request().query(ORDERS, calls);
        for (int i = 0; i < calls; i += 2) {
            Operation one = recorded.begin(Kind.HTTP, PRICE, i);
            Operation other = recorded.begin(Kind.HTTP, PRICE, i + 1);
            recorded.idle(10 * MS).end(one, -1).idle(10 * MS).end(other, -1);
        }
        return recorded;
    }

    // jobs that work in chunks

    /** A range is read, its items are written together, and one row says how far it got. */
    private static Recorded chunks(Recorded recorded, int chunks, int itemsEach) {
        for (int i = 0; i < chunks; i++) {
            recorded.query(ITEMS, 10);
            for (int j = 0; j < itemsEach; j++) {
                recorded.query(CUSTOMERS);
            }
            recorded.call(Kind.DATABASE, UPDATE_ITEM, i, 10, MS, 10);
            recorded.query(INSERT);
            recorded.queryWith(INVOICES, 1);
        }
        return recorded;
    }

    @Test
    void what_a_job_does_once_for_each_chunk_is_no_loop() {
        assertEquals(List.of(), raisedBy(chunks(job(), 120, 0)).types());
    }

    @Test
    void what_it_does_for_each_item_of_a_chunk_is_one() {
        assertEquals(List.of("n_plus_one"), raisedBy(chunks(job(), 120, 10)).types());
    }

    @Test
    void single_writes_for_each_item_of_a_chunk_are_unbatched() {
        Recorded recorded = job();
        for (int i = 0; i < 60; i++) {
            recorded.call(Kind.DATABASE, UPDATE_ITEM, i, 10, MS, 10);
            recorded.queries(INSERT, 5);
        }
        assertEquals(List.of("unbatched_writes"), raisedBy(recorded).types());
    }

    @Test
    void a_request_that_works_in_chunks_is_looked_at_as_any_other() {
        assertTrue(raisedBy(chunks(request(), 120, 0)).types().contains("unbatched_writes"));
    }

    @Test
    void a_batch_of_one_item_is_no_chunk() {
        Recorded recorded = job();
        for (int i = 0; i < 120; i++) {
            recorded.call(Kind.DATABASE, UPDATE_ITEM, i, 1, MS, 1);
            recorded.query(INSERT);
        }
        assertEquals(List.of("unbatched_writes"), raisedBy(recorded).types());
    }

    // unbatched_writes

    @Test
    void writes_of_one_row_each_should_be_a_batch() {
        Finding finding = raisedBy(request().queries(INSERT, 25)).only();
        assertEquals("unbatched_writes", finding.type());
        assertEquals(Confidence.HIGH, finding.confidence());
        assertTrue(finding.message().contains("ran the same INSERT on audit 25 times, one row each"), finding::message);
        assertTrue(finding.suggestion().contains("addBatch"), finding::suggestion);
        assertTrue(finding.suggestion().contains("reWriteBatchedInserts"), finding::suggestion);
    }

    @Test
    void few_writes_batches_and_writes_of_many_rows_are_nothing() {
        assertSilent(request().queries(INSERT, 19));
        Recorded batches = request();
        for (int i = 0; i < 30; i++) {
            batches.call(Kind.DATABASE, INSERT, i, 50, MS, 50);
        }
        assertSilent(batches);
        Recorded wide = request();
        for (int i = 0; i < 30; i++) {
            wide.query(UPDATE_ITEM, 12);
        }
        assertSilent(wide);
    }

    // sequence_roundtrip

    @Test
    void numbers_of_a_sequence_one_by_one() {
        Recorded recorded = request();
        for (int i = 0; i < 25; i++) {
            recorded.call(Kind.DATABASE, NEXTVAL, 0, 1, MS);
        }
        recorded.site(site(42, Hint.HIBERNATE));
        Finding finding = raisedBy(recorded).only();
        assertEquals("sequence_roundtrip", finding.type());
        assertTrue(finding.suggestion().contains("allocationSize"), finding::suggestion);
        assertSilent(request().queryWith(NEXTVAL, 0).queryWith(NEXTVAL, 0));
    }

    // ignored

    @Test
    void probes_transactions_and_waiting_on_purpose_are_ignored() {
        for (int trait : new int[] {Shape.PROBE, Shape.TRANSACTION, Shape.DDL, Shape.BLOCKING}) {
            assertSilent(request().queries(shape(80, "set x", "x", Shape.READS | trait), 200));
        }
    }

    // other kinds

    @Test
    void calls_to_another_service_per_row_are_an_n_plus_one() {
        Recorded recorded = request().query(ORDERS, 30);
        for (int i = 0; i < 30; i++) {
            recorded.call(Kind.HTTP, PRICE, i, -1, 5 * MS);
        }
        Finding finding = raisedBy(recorded).only();
        assertEquals("n_plus_one", finding.type());
        assertEquals(Confidence.HIGH, finding.confidence());
        assertTrue(finding.message().contains("called GET /prices/{id} 30 times, once per row"), finding::message);
        assertTrue(finding.suggestion().contains("several keys at once"), finding::suggestion);
    }

    @Test
    void a_stream_per_row_is_an_n_plus_one_however_long_each_may_last() {
        Shape lines = shape(91, "shop.Orders/List", "shop.Orders/List", Shape.WRITES | Shape.BLOCKING);
        Recorded recorded = request().query(ORDERS, 30);
        for (int i = 0; i < 30; i++) {
            recorded.call(Kind.RPC, lines, i, -1, 5 * MS);
        }
        Finding finding = raisedBy(recorded).only();
        assertEquals("n_plus_one", finding.type());
        assertTrue(finding.suggestion().contains("several keys at once"), finding::suggestion);
    }

    // under way

    @Test
    void a_long_unit_is_looked_at_before_it_ends() {
        Recorded recorded = request().query(ORDERS, 2_000);
        for (int i = 0; i < 50; i++) {
            recorded.query(ITEMS, 1, 30 * MS);
        }
        given.nowNanos = recorded.nowNanos();
        Raised raised = new Raised();
        new RepeatedCalls(given.settings(), given, new OpenStorms())
                .unitProgressed(recorded.unit, recorded.group(), raised);

        Finding finding = raised.only();
        assertEquals(Confidence.HIGH, finding.confidence());
        assertTrue(finding.message().endsWith("1.5 s of 1.5 s so far"), finding::message);
    }

    @Test
    void a_short_unit_is_left_alone_until_it_ends() {
        Recorded recorded = request().query(ORDERS, 2_000).queries(ITEMS, 50);
        given.nowNanos = recorded.nowNanos();
        Raised raised = new Raised();
        new RepeatedCalls(given.settings(), given, new OpenStorms())
                .unitProgressed(recorded.unit, recorded.group(), raised);
        assertEquals(List.of(), raised.types());
    }

    @Test
    void of_a_loop_under_way_the_first_statement_alone_is_named() {
        Recorded recorded = request().query(ORDERS, 2_000);
        for (int i = 0; i < 50; i++) {
            recorded.query(ITEMS, 1, 20 * MS).query(CUSTOMERS, 1, 20 * MS);
        }
        given.nowNanos = recorded.nowNanos();
        Raised raised = new Raised();
        RepeatedCalls detector = new RepeatedCalls(given.settings(), given, new OpenStorms());
        detector.unitProgressed(recorded.unit, recorded.unit.groupAt(1), raised);
        detector.unitProgressed(recorded.unit, recorded.unit.groupAt(2), raised);
        assertEquals(ITEMS, raised.only().shape());
    }
}
