// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Outcome;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import dev.foreshock.core.export.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/** Hours of traffic in milliseconds: every simulated second some requests with one call each, and a turn of the clock. */
final class Traffic {
    static final long MS = 1_000_000L;
    static final Target SHIPPING = new Target("http", "shipping.example.com", 443, null);
    static final Shape QUOTE =
            new Shape(901, "GET /quotes/{id}", "GET /quotes/{id}", "GET", List.of(), 0, 0, Shape.READS);

    final Given given;
    final Detection detection;
    final List<LocalTrace> underWay = new ArrayList<>();
    final Random random = new Random(7);
    private long ids = 1_000;

    Traffic(Given given) {
        this.given = given;
        this.detection = new Detection(given.settings(), given, given);
        detection.running(action -> underWay.forEach(action));
        detection.second();
    }

    /** One sort of call. */
    static final class Load {
        Kind kind = Kind.HTTP;
        Target target = SHIPPING;
        Shape shape = QUOTE;
        String route = "/checkout";
        double perMinute = 120;
        DoubleSupplier millis = () -> 1;
        long poolWaitMillis;
        boolean leases;
        Predicate<Operation> outcome = operation -> true;
        private double due;

        Load of(Kind kind, Target target, Shape shape) {
            this.kind = kind;
            this.target = target;
            this.shape = shape;
            return this;
        }

        Load perMinute(double calls) {
            perMinute = calls;
            return this;
        }

        Load route(String route) {
            this.route = route;
            return this;
        }

        Load taking(DoubleSupplier millis) {
            this.millis = millis;
            return this;
        }

        /** Before each call a pool is waited for. */
        Load waiting(long millis) {
            poolWaitMillis = millis;
            return this;
        }

        /** Each call begins with such a wait, for a connection of the client's own pool. */
        Load leasingAfter(long millis) {
            poolWaitMillis = millis;
            leases = true;
            return this;
        }

        /** Says of an operation, before it ends, how it ended. */
        Load ending(java.util.function.Consumer<Operation> how) {
            outcome = operation -> {
                how.accept(operation);
                return true;
            };
            return this;
        }
    }

    /** Around the median, as latencies are: the 95th percentile is 2.3 times as much. */
    DoubleSupplier around(double medianMillis) {
        return () -> medianMillis * Math.exp(0.5 * random.nextGaussian());
    }

    Traffic minutes(int minutes, Load... loads) {
        return seconds(60 * minutes, loads);
    }

    Traffic seconds(int seconds, Load... loads) {
        for (int i = 0; i < seconds; i++) {
            given.nowNanos += Clock.SECOND;
            for (Load load : loads) {
                for (load.due += load.perMinute / 60; load.due >= 1; load.due--) {
                    call(load);
                }
            }
            detection.second();
        }
        return this;
    }

    /** One call, and no time passes. */
    void once(Load load) {
        call(load);
    }

    private void call(Load load) {
        long nanos = (long) (load.millis.getAsDouble() * MS);
        LocalTrace unit = unit(Kind.REQUEST, load.route, given.nowNanos - nanos - (load.poolWaitMillis + 1) * MS);
        long leaseNanos = load.leases ? load.poolWaitMillis * MS : 0;
        Operation operation = new Operation(unit, unit.root(), load.kind, ++ids, given.nowNanos - nanos - leaseNanos);
        if (load.leases) {
            operation.awaitConnection();
            operation.connectionAwaited(given.nowNanos - nanos, true);
        } else {
            unit.addPoolWait(load.poolWaitMillis * MS);
        }
        operation.shape(load.shape);
        operation.target(load.target);
        load.outcome.test(operation);
        operation.close(given.nowNanos);
        unit.add(operation, true);
        detection.ended(operation);
        unit.root().close(given.nowNanos);
        unit.freeze();
        detection.unitEnded(unit);
    }

    private LocalTrace unit(Kind kind, String route, long startNanos) {
        LocalTrace unit = new LocalTrace(1, ++ids, 0, true, null, null, kind, ++ids, startNanos, 0);
        unit.method("GET");
        unit.route(route);
        return unit;
    }

    /** A request that begins a call now, on this thread, and is left waiting. */
    Operation hang(Load load) {
        return hang(load, Kind.REQUEST);
    }

    Operation hang(Load load, Kind unitKind) {
        LocalTrace unit = unit(unitKind, load.route, given.nowNanos);
        Operation operation = new Operation(unit, unit.root(), load.kind, ++ids, given.nowNanos);
        operation.shape(load.shape);
        operation.target(load.target);
        unit.begin(operation);
        underWay.add(unit);
        return operation;
    }

    /** A request that begins now, on this thread, and calls nobody. */
    void serve(Load load) {
        underWay.add(unit(Kind.REQUEST, load.route, given.nowNanos));
    }

    /** What hangs is answered. */
    void release() {
        for (LocalTrace unit : underWay) {
            Operation[] running = new Operation[LocalTrace.MAX_RUNNING];
            int count = unit.running(running);
            for (int i = 0; i < count; i++) {
                running[i].close(given.nowNanos);
                detection.ended(running[i]);
            }
        }
        underWay.clear();
    }

    static void timeOut(Operation operation) {
        operation.fail("java.net.SocketTimeoutException", Outcome.TIMEOUT);
    }

    List<String> said() {
        return given.announced.stream()
                .map(a -> a.finding().type() + " " + a.state())
                .toList();
    }

    /** Without what only says that it goes on. */
    List<String> turns() {
        return said().stream().filter(said -> !said.endsWith("ONGOING")).toList();
    }

    Announcement last() {
        return given.announced.get(given.announced.size() - 1);
    }
}
