// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Borrows;
import dev.foreshock.api.ConnectionPool;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.core.detect.Detection;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;

/**
 * Where what has ended goes: an operation to its unit, the metrics and the detectors; a unit to the exporter, where it is kept.
 *
 * <p>Runs on application threads. A unit ends in two steps. {@link LocalTrace#freeze} makes it immutable, so that detectors can
 * read it without its guard; {@link LocalTrace#decide} says whether it is kept. Operations that end in between wait in the unit
 * and follow the decision, later ones are offered to the exporter one by one.
 */
final class Endings {
    private final OpenUnits open;
    private final TailKeep tailKeep;
    private final Metrics metrics;
    private final Detection detection;
    private final Exporter exporter;

    Endings(OpenUnits open, TailKeep tailKeep, Metrics metrics, Detection detection, Exporter exporter) {
        this.open = open;
        this.tailKeep = tailKeep;
        this.metrics = metrics;
        this.detection = detection;
        this.exporter = exporter;
    }

    /** An operation other than a root has ended: it is counted, and follows its unit where that has ended before. */
    void operation(Operation operation) {
        if (operation.kind() == Kind.CONNECT) {
            connected(operation);
        }
        metrics.ended(operation);
        LocalTrace unit = operation.unit();
        Group group = null;
        int count = 0;
        boolean late = false;
        boolean keep = false;
        unit.lock();
        try {
            if (unit.isEnded()) {
                late = true;
            } else {
                keep = open.keep(unit);
                group = unit.add(operation, keep);
                count = group == null ? 0 : group.count();
            }
        } finally {
            unit.unlock();
        }
        // Only now is it known whether it was a retry.
        detection.ended(operation);
        if (late) {
            if (!unit.defer(operation)) {
                follow(operation, unit.isKept());
            }
            return;
        }
        if (!keep) {
            operation.forgetError();
        }
        if (group != null && isWorthALook(count)) {
            if (!operation.isDetached()) {
                detection.called(unit, group, count);
            }
            detection.counted(unit, group, count);
        }
    }

    /** Which pool the connection is for, where it is for one. */
    private static void connected(Operation operation) {
        Borrows borrows = Cursor.get().borrowsIfAny();
        if (borrows == null || operation.isDetached()) {
            return;
        }
        borrows.connected(operation.durationNanos());
        ConnectionPool pool = borrows.connectingFor();
        if (pool != null) {
            pool.connected(operation.target());
            operation.attribute("db.client.connection.pool.name", pool.name());
        }
    }

    private static boolean isWorthALook(int count) {
        return count == 3 || count == 10 || count == 50 || count == 500 || count == 5_000 || count % 1_000 == 0;
    }

    /** The root of a unit has ended. */
    void unit(LocalTrace unit, long now) {
        leave(unit);
        if (!unit.freeze()) {
            return;
        }
        open.remove(unit);
        boolean keep = false;
        try {
            boolean empty = unit.root().kind() == Kind.BACKGROUND && unit.recorded() == 0;
            if (!empty) {
                UnitSummary.write(unit);
                metrics.unitEnded(unit);
                detection.unitEnded(unit);
                keep = keep(unit, now);
            }
        } finally {
            for (Operation waiting : unit.decide(keep)) {
                follow(waiting, keep);
            }
        }
        if (!keep || !exporter.offer(unit)) {
            unit.forgetErrors();
        }
    }

    /** What ended after its unit goes the way of that. */
    private void follow(Operation late, boolean kept) {
        if (!kept || !exporter.offerLate(late)) {
            late.forgetError();
        }
    }

    private boolean keep(LocalTrace unit, long now) {
        String reason = tailKeep.reason(unit, now);
        if (reason == null) {
            return false;
        }
        metrics.traceKept(reason);
        unit.root().attribute("foreshock.keep.reason", reason);
        return true;
    }

    /**
     * An open-ended unit is over, since the next one begins on its thread. A framework asks for messages in a loop, too, and hands
     * them on one by one: where the loop has done nothing itself, the unit of the messages that it got is none.
     */
    void openEnded(Operation root, Kind next) {
        LocalTrace unit = root.unit();
        if (next != Kind.MESSAGE || unit.recorded() > 0) {
            root.end(null);
        } else if (root.close(System.nanoTime()) && unit.freeze()) {
            leave(unit);
            open.remove(unit);
            unit.decide(false);
        }
    }

    private static void leave(LocalTrace unit) {
        Cursor cursor = Cursor.get();
        Operation current = cursor.current();
        if (current != null && current.unit() == unit) {
            cursor.reset();
        }
    }
}
