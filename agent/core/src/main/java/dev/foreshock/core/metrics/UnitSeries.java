// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.Kind;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records what every unit of work reports: its duration, statements, rows, calls and failures. Finds the series as {@link
 * OperationSeries} does.
 */
final class UnitSeries {
    /** An inbound request that has it is no HTTP request. */
    private static final String RPC = "rpc.system.name";

    private final Histograms histograms;
    private final SlotTable<Slot> recent = new SlotTable<>(7);

    UnitSeries(Histograms histograms) {
        this.histograms = histograms;
    }

    void record(LocalTrace unit) {
        Slot slot = find(unit);
        Series duration = slot.duration;
        if (duration != null) {
            duration.recordNanos(unit.root().durationNanos());
        }
        slot.statements.recordCount(unit.statements());
        slot.rows.recordCount(unit.rows());
        slot.calls.recordCount(unit.calls());
        slot.failures.recordCount(unit.failures());
    }

    private Slot find(LocalTrace unit) {
        Operation root = unit.root();
        String method = unit.method();
        String route = unit.route();
        String errorType = root.errorType();
        String scheme =
                root.kind() == Kind.REQUEST && root.attribute("url.scheme") instanceof String text ? text : null;
        long hash = root.kind().name().hashCode();
        hash = hash * 31 + (method == null ? 0 : method.hashCode());
        hash = hash * 31 + (route == null ? 0 : route.hashCode());
        hash = hash * 31 + (errorType == null ? 0 : errorType.hashCode());
        hash = hash * 31 + (scheme == null ? 0 : scheme.hashCode());
        hash = hash * 31 + root.status();
        int set = recent.set(hash);
        for (int way = 0; way < SlotTable.WAYS; way++) {
            Slot slot = recent.at(set, way);
            if (slot != null
                    && slot.kind == root.kind()
                    && slot.status == root.status()
                    && Objects.equals(slot.method, method)
                    && Objects.equals(slot.route, route)
                    && Objects.equals(slot.errorType, errorType)
                    && Objects.equals(slot.scheme, scheme)) {
                return slot;
            }
        }
        Slot slot = new Slot(unit, scheme);
        recent.put(set, slot);
        return slot;
    }

    private final class Slot {
        final Kind kind;
        final @Nullable String method;
        final @Nullable String route;
        final @Nullable String errorType;
        final @Nullable String scheme;
        final int status;
        final boolean http;
        final @Nullable Series duration;
        final Series statements;
        final Series rows;
        final Series calls;
        final Series failures;

        Slot(LocalTrace unit, @Nullable String scheme) {
            Operation root = unit.root();
            this.kind = root.kind();
            this.method = unit.method();
            this.route = unit.route();
            this.errorType = root.errorType();
            this.scheme = scheme;
            this.status = root.status();
            this.http = kind == Kind.REQUEST && root.attribute(RPC) == null;
            String verb = http ? HttpMethods.known(method) : method;
            String kindName = kind.name().toLowerCase(Locale.ROOT);
            String name = name(verb, kindName);
            this.duration = duration(root, verb, kindName, name);
            this.statements = perUnit(HistogramMetric.UNIT_STATEMENTS, verb, kindName, name);
            this.rows = perUnit(HistogramMetric.UNIT_ROWS, verb, kindName, name);
            this.calls = perUnit(HistogramMetric.UNIT_CALLS, verb, kindName, name);
            this.failures = perUnit(HistogramMetric.UNIT_FAILURES, verb, kindName, name);
        }

        /** As {@link LocalTrace#name}, but for methods that HTTP does not define: those are called as spans are. */
        private String name(@Nullable String verb, String kindName) {
            String called = "_OTHER".equals(verb) ? "HTTP" : verb;
            if (route == null) {
                return called == null ? kindName : called;
            }
            return called == null ? route : called + " " + route;
        }

        private @Nullable Series duration(Operation root, @Nullable String verb, String kindName, String name) {
            Target target = root.target();
            return switch (kind) {
                case REQUEST ->
                    histograms.series(
                            root.attribute(RPC) instanceof String system
                                    ? new SeriesKey(
                                            HistogramMetric.RPC_SERVER,
                                            system,
                                            route,
                                            root.attribute("rpc.response.status_code"),
                                            errorType)
                                    : new SeriesKey(
                                            HistogramMetric.HTTP_SERVER,
                                            verb,
                                            scheme,
                                            route,
                                            status <= 0 ? null : (Long) (long) status,
                                            errorType));
                case MESSAGE ->
                    histograms.series(new SeriesKey(
                            HistogramMetric.MESSAGING_PROCESS,
                            target == null ? null : target.system(),
                            verb == null ? "process" : verb,
                            route,
                            errorType));
                case JOB -> histograms.series(new SeriesKey(HistogramMetric.UNIT_DURATION, kindName, name, errorType));
                // A background unit lasts until its thread has been idle: its length says nothing.
                default -> null;
            };
        }

        private Series perUnit(HistogramMetric metric, @Nullable String verb, String kindName, String name) {
            return histograms.series(new SeriesKey(metric, kindName, name, http ? verb : null, http ? route : null));
        }
    }
}
