// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;

/** A unit of work written by hand, on a time of its own. */
final class Recorded {
    static final long MS = 1_000_000L;
    static final Target POSTGRES = new Target("postgresql", "db.example.com", 5432, "shop");

    static final Shape ORDERS = read(1, "select id, customer_id from orders where day = ?", "orders");
    static final Shape ITEMS = read(2, "select name from item where order_id = ?", "item");
    static final Shape CUSTOMERS = read(3, "select name from customer where id = ?", "customer");
    static final Shape INVOICES = read(4, "select total from invoice where order_id = ?", "invoice");
    static final Shape INSERT = write(5, "insert into audit (id) values (?)", "INSERT", "audit");
    static final Shape UPDATE_ITEM = write(6, "update shop.ITEM set name = ? where id = ?", "UPDATE", "shop.ITEM");
    static final Shape IN_TWO = new Shape(
            7, "select name from item where id in (?)", "SELECT item", "SELECT", List.of("item"), 2, 0, Shape.READS);
    static final Shape NEXTVAL = new Shape(
            8, "select nextval(?)", "SELECT", "SELECT", List.of(), 0, 0, Shape.READS | Shape.SEQUENCE | Shape.VOLATILE);
    static final Shape PAGE =
            shape(9, "select id from event order by id limit ? offset ?", "event", Shape.READS | Shape.LIMITED);
    static final Shape PROBE = shape(10, "select ?", "probe", Shape.READS | Shape.PROBE);
    static final Shape PRICE =
            new Shape(11, "GET /prices/{id}", "GET /prices/{id}", "GET", List.of(), 0, 0, Shape.READS);

    private static long ids = 100;

    final LocalTrace unit;
    private long nowNanos;
    private int keys;
    private Operation latest;

    Recorded(Kind kind, String method, String route, long startNanos) {
        unit = new LocalTrace(1, ++ids, 0, true, null, null, kind, ++ids, startNanos, 0);
        unit.method(method);
        unit.route(route);
        nowNanos = startNanos;
        latest = unit.root();
    }

    static Recorded request(String route) {
        return new Recorded(Kind.REQUEST, "GET", route, 1);
    }

    static Recorded request() {
        return request("/orders");
    }

    static Recorded job() {
        return new Recorded(Kind.JOB, null, "nightly", 1);
    }

    static Shape shape(long hash, String text, String table, int traits) {
        return new Shape(hash, text, "SELECT " + table, "SELECT", List.of(table), 0, 0, traits);
    }

    static Shape read(long hash, String text, String table) {
        return shape(hash, text, table, Shape.READS);
    }

    static Shape write(long hash, String text, String verb, String table) {
        return new Shape(hash, text, verb + " " + table, verb, List.of(table), 0, 0, Shape.WRITES);
    }

    /** One call with this key and so many rows, as long as given. */
    Recorded call(Kind kind, Shape shape, long key, int rows, long durationNanos) {
        return call(kind, shape, key, rows, durationNanos, 0);
    }

    Recorded call(Kind kind, Shape shape, long key, int rows, long durationNanos, int batch) {
        Operation operation = begin(kind, shape, key);
        operation.batchSize(batch);
        nowNanos += durationNanos;
        return end(operation, rows);
    }

    Operation begin(Kind kind, Shape shape, long key) {
        Operation operation = new Operation(unit, unit.root(), kind, ++ids, nowNanos);
        operation.shape(shape);
        operation.target(POSTGRES);
        operation.parameterHash(key);
        return operation;
    }

    Recorded end(Operation operation, int rows) {
        operation.close(nowNanos);
        if (rows >= 0) {
            operation.rows(rows);
            operation.rowsComplete();
        }
        unit.lock();
        try {
            unit.add(operation, unit.recorded() < LocalTrace.MAX_OPERATIONS);
        } finally {
            unit.unlock();
        }
        latest = operation;
        nowNanos += 1_000;
        return this;
    }

    /** A statement of 1 ms with a key of its own and one row. */
    Recorded query(Shape shape) {
        return query(shape, 1);
    }

    Recorded query(Shape shape, int rows) {
        return call(Kind.DATABASE, shape, 1_000 + keys++, rows, MS);
    }

    Recorded query(Shape shape, int rows, long durationNanos) {
        return call(Kind.DATABASE, shape, 1_000 + keys++, rows, durationNanos);
    }

    Recorded queryWith(Shape shape, long key) {
        return call(Kind.DATABASE, shape, key, 1, MS);
    }

    /** So many statements, each with a key of its own. */
    Recorded queries(Shape shape, int count) {
        for (int i = 0; i < count; i++) {
            query(shape);
        }
        return this;
    }

    Recorded idle(long nanos) {
        nowNanos += nanos;
        return this;
    }

    Recorded site(CallSite site) {
        latest.group().callSite(site);
        return this;
    }

    Operation latest() {
        return latest;
    }

    Group group() {
        return latest.group();
    }

    long nowNanos() {
        return nowNanos;
    }

    LocalTrace end() {
        unit.root().close(nowNanos);
        unit.freeze();
        return unit;
    }

    static CallSite site(int line, String... hints) {
        return new CallSite("shop.OrderService", "total", "OrderService.java", line, List.of(hints), line);
    }
}
