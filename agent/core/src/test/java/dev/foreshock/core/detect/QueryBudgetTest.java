// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import static dev.foreshock.core.detect.Recorded.ITEMS;
import static dev.foreshock.core.detect.Recorded.MS;
import static dev.foreshock.core.detect.Recorded.ORDERS;
import static dev.foreshock.core.detect.Recorded.PROBE;
import static dev.foreshock.core.detect.Recorded.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Severity;
import dev.foreshock.api.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryBudgetTest {
    private final Given given = new Given();

    private Raised raisedBy(Recorded recorded) {
        return Raised.by(new QueryBudget(given.settings()), recorded);
    }

    private static Recorded different(Recorded recorded, int count) {
        for (int i = 0; i < count; i++) {
            recorded.query(Recorded.read(500 + i, "select " + i, "table" + i));
        }
        return recorded;
    }

    @Test
    void many_different_statements_in_one_request() {
        Finding finding = raisedBy(different(request().queries(ITEMS, 3).query(ORDERS), 27))
                .only();
        assertEquals("query_budget", finding.type());
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(31, finding.count());
        assertTrue(
                finding.message().startsWith("GET /orders ran 31 statements of 29 kinds: SELECT item x 3, "),
                finding::message);
    }

    @Test
    void within_the_budget_it_is_advice_and_below_ten_nothing() {
        assertEquals(Severity.INFO, raisedBy(different(request(), 30)).only().severity());
        assertEquals(Severity.INFO, raisedBy(different(request(), 10)).only().severity());
        assertEquals(List.of(), raisedBy(different(request(), 9)).types());
    }

    @Test
    void probes_do_not_count() {
        Recorded recorded = request();
        for (int i = 0; i < 40; i++) {
            recorded.queryWith(PROBE, 0);
        }
        assertEquals(List.of(), raisedBy(different(recorded, 5)).types());
    }

    @Test
    void what_a_job_does_for_each_chunk_does_not_count() {
        Recorded recorded = Recorded.job();
        for (int i = 0; i < 200; i++) {
            chunk(recorded);
        }
        assertEquals(List.of(), raisedBy(recorded).types());
        Recorded more = Recorded.job();
        for (int i = 0; i < 200; i++) {
            chunk(more);
        }
        assertEquals(301, raisedBy(different(more, 301)).only().count());
    }

    private static void chunk(Recorded job) {
        job.query(Recorded.PAGE, 10);
        job.call(Kind.DATABASE, Recorded.UPDATE_ITEM, 1, 10, MS, 10);
        job.query(Recorded.INSERT);
    }

    @Test
    void an_n_plus_one_that_explains_half_of_them_is_enough() {
        Recorded recorded = different(request().query(ORDERS, 31).queries(ITEMS, 31), 29);
        Raised raised = new Raised();
        new RepeatedCalls(given.settings(), given, new OpenStorms()).unitEnded(recorded.end(), raised);
        new QueryBudget(given.settings()).unitEnded(recorded.unit, raised);
        assertEquals(List.of("n_plus_one"), raised.types());
    }

    @Test
    void an_n_plus_one_that_explains_less_is_not() {
        Recorded recorded = different(request().query(ORDERS, 20).queries(ITEMS, 20), 29);
        Raised raised = new Raised();
        new RepeatedCalls(given.settings(), given, new OpenStorms()).unitEnded(recorded.end(), raised);
        new QueryBudget(given.settings()).unitEnded(recorded.unit, raised);
        assertEquals(List.of("n_plus_one", "query_budget"), raised.types());
    }

    @Test
    void can_be_set_and_turned_off() {
        given.set("FORESHOCK_QUERY_BUDGET", "50");
        given.set("FORESHOCK_QUERY_BUDGET_OVERRIDES", "GET /reports=0,GET /strict=10");
        assertEquals(Severity.INFO, raisedBy(different(request(), 40)).only().severity());
        assertEquals(List.of(), raisedBy(different(request("/reports"), 400)).types());
        assertEquals(
                Severity.WARNING,
                raisedBy(different(request("/strict"), 11)).only().severity());
    }

    @Test
    void jobs_may_run_more_and_background_work_any_number() {
        assertEquals(List.of(), raisedBy(different(Recorded.job(), 60)).types());
        assertEquals(
                List.of("query_budget"),
                raisedBy(different(Recorded.job(), 60).queries(ITEMS, 241)).types());
        Recorded background = new Recorded(Kind.BACKGROUND, null, null, 1);
        assertEquals(
                List.of(),
                raisedBy(different(background, 60).queries(ITEMS, 1_000)).types());
    }

    @Test
    void statements_beyond_the_groups_count_all_the_same() {
        assertEquals(200, raisedBy(different(request(), 200)).only().count());
    }

    // slow statements

    private Raised slowIn(Recorded recorded) {
        return Raised.by(
                new SlowCalls(given.settings(), given, new Watch(given.settings(), given, given, 1)), recorded);
    }

    @Test
    void a_slow_statement_is_named_with_its_rows() {
        Finding finding = slowIn(request()
                        .query(ITEMS, 1_204, 620 * MS)
                        .query(ITEMS, 3, 800 * MS)
                        .query(ITEMS, 1))
                .only();
        assertEquals("slow_statement", finding.type());
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(2, finding.count());
        assertEquals(
                "Statement SELECT item on postgresql:db.example.com:5432/shop took 800 ms, 2 times slow, in GET /orders;"
                        + " 3 rows read; 800 ms of 1.4 s",
                finding.message());
    }

    @Test
    void five_seconds_are_critical() {
        assertEquals(
                Severity.CRITICAL,
                slowIn(request().query(ITEMS, 1, 5_000 * MS)).only().severity());
    }

    @Test
    void quick_statements_and_waiting_on_purpose_are_nothing() {
        assertEquals(List.of(), slowIn(request().query(ITEMS, 1, 499 * MS)).types());
        Shape sleep = Recorded.shape(90, "select pg_sleep(?)", "x", Shape.READS | Shape.BLOCKING);
        assertEquals(List.of(), slowIn(request().query(sleep, 1, 30_000 * MS)).types());
    }

    @Test
    void says_what_the_text_shows() {
        Shape like = Recorded.shape(91, "select", "item", Shape.READS | Shape.LEADING_WILDCARD | Shape.UNFILTERED);
        Finding finding = slowIn(request().query(like, 1, 700 * MS)).only();
        assertTrue(finding.message().contains("it has no WHERE; its LIKE begins with a wildcard"), finding::message);
        assertTrue(finding.suggestion().contains("trigram"), finding::suggestion);
    }

    @Test
    void limits_may_differ_by_dependency() {
        given.set("FORESHOCK_SLOW_THRESHOLDS", "postgresql:sho*=200ms,http:shipping.example.com=1s");
        assertEquals(
                List.of("slow_statement"),
                slowIn(request().query(ITEMS, 1, 250 * MS)).types());
        given.set("FORESHOCK_SLOW_THRESHOLDS", "postgresql:other=200ms,postgresql:db.example.com:5432=2s");
        assertEquals(List.of(), slowIn(request().query(ITEMS, 1, 900 * MS)).types());
        given.set("FORESHOCK_SLOW_THRESHOLDS", "postgresql=1s");
        Recorded call = request().call(Kind.HTTP, Recorded.PRICE, 1, -1, 1_200 * MS);
        assertEquals(List.of("slow_call"), slowIn(call).types());
    }

    @Test
    void calls_without_a_limit_of_their_own_are_left_to_other_rules() {
        Recorded call = request().call(Kind.HTTP, Recorded.PRICE, 1, -1, 9_000 * MS);
        assertEquals(List.of(), slowIn(call).types());
    }

    @Test
    void a_limit_may_be_turned_off() {
        given.set("FORESHOCK_SLOW_QUERY_MS", "0");
        assertEquals(List.of(), slowIn(request().query(ITEMS, 1, 9_000 * MS)).types());
    }
}
