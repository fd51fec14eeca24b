// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.metrics;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the series that an operation is recorded in. What was found is remembered, so that the next operation of the same
 * shape, target and outcome finds it without allocation.
 */
final class OperationSeries {
    private final Histograms histograms;
    private final SlotTable<Slot> recent = new SlotTable<>(8);

    OperationSeries(Histograms histograms) {
        this.histograms = histograms;
    }

    /** The series, or {@code null} where operations of this kind have none. */
    @Nullable
    Series find(Operation operation) {
        Kind kind = operation.kind();
        if (!kind.isCall()) {
            return null;
        }
        Shape shape = operation.shape();
        long shapeHash = shape == null ? 0 : shape.hash();
        Target target = operation.target();
        String errorType = operation.errorType();
        String detail = detail(operation);
        long hash = shapeHash ^ kind.name().hashCode();
        hash = hash * 31 + hash(target);
        hash = hash * 31 + operation.status();
        hash = hash * 31 + (errorType == null ? 0 : errorType.hashCode());
        hash = hash * 31 + (detail == null ? 0 : detail.hashCode());
        int set = recent.set(hash);
        for (int way = 0; way < SlotTable.WAYS; way++) {
            Slot slot = recent.at(set, way);
            if (slot != null
                    && slot.kind == kind
                    && slot.shapeHash == shapeHash
                    && slot.status == operation.status()
                    && Objects.equals(slot.errorType, errorType)
                    && Objects.equals(slot.detail, detail)
                    && Objects.equals(slot.target, target)) {
                return slot.series;
            }
        }
        Series series = histograms.series(key(operation, detail));
        recent.put(set, new Slot(kind, shapeHash, target, operation.status(), errorType, detail, series));
        return series;
    }

    private static long hash(@Nullable Target target) {
        if (target == null) {
            return 0;
        }
        String address = target.address();
        String namespace = target.namespace();
        return (address == null ? 0 : address.hashCode()) * 31L
                + (namespace == null ? 0 : namespace.hashCode())
                + target.port()
                + target.system().hashCode();
    }

    /** What the series depends on and neither shape, target nor status tell. */
    private static @Nullable String detail(Operation operation) {
        return switch (operation.kind()) {
            case DATABASE, CACHE -> operation.isFailed() ? text(operation, "db.response.status_code") : null;
            case CONNECT -> text(operation, "db.client.connection.pool.name");
            case HTTP -> operation.shape() == null ? text(operation, "http.request.method") : null;
            case RPC -> text(operation, "rpc.response.status_code");
            case PUBLISH -> text(operation, "messaging.destination.name");
            default -> null;
        };
    }

    private static @Nullable String text(Operation operation, String attribute) {
        return operation.attribute(attribute) instanceof String text ? text : null;
    }

    private static SeriesKey key(Operation operation, @Nullable String detail) {
        Shape shape = operation.shape();
        String verb = shape == null ? null : shape.operation();
        Target target = operation.target();
        String system = target == null ? null : target.system();
        String address = target == null ? null : target.address();
        Long port = target == null || target.port() <= 0 ? null : (Long) (long) target.port();
        String errorType = operation.errorType();
        return switch (operation.kind()) {
            case CONNECT ->
                new SeriesKey(
                        HistogramMetric.CONNECT,
                        detail == null ? poolName(target) : detail,
                        system,
                        address,
                        port,
                        errorType);
            case HTTP ->
                new SeriesKey(
                        HistogramMetric.HTTP_CLIENT,
                        HttpMethods.known(verb == null ? detail : verb),
                        address,
                        port,
                        operation.status() <= 0 ? null : (Long) (long) operation.status(),
                        errorType);
            case RPC -> new SeriesKey(HistogramMetric.RPC_CLIENT, system, verb, address, port, detail, errorType);
            case PUBLISH ->
                new SeriesKey(
                        HistogramMetric.MESSAGING_CLIENT,
                        system,
                        verb == null ? "send" : verb,
                        detail == null && shape != null ? shape.collection() : detail,
                        address,
                        port,
                        errorType);
            default ->
                new SeriesKey(
                        HistogramMetric.DATABASE,
                        system,
                        target == null ? null : target.namespace(),
                        verb,
                        shape != null && shape.collections().size() == 1 ? shape.collection() : null,
                        shape == null ? null : shape.summary(),
                        address,
                        port,
                        detail,
                        errorType);
        };
    }

    /** What the conventions ask for where a pool has no name, or there is no pool. */
    private static @Nullable String poolName(@Nullable Target target) {
        if (target == null) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        if (target.address() != null) {
            name.append(target.address());
            if (target.port() > 0) {
                name.append(':').append(target.port());
            }
        }
        if (target.namespace() != null) {
            name.append('/').append(target.namespace());
        }
        return name.length() == 0 ? target.system() : name.toString();
    }

    private static final class Slot {
        final Kind kind;
        final long shapeHash;
        final @Nullable Target target;
        final int status;
        final @Nullable String errorType;
        final @Nullable String detail;
        final Series series;

        Slot(
                Kind kind,
                long shapeHash,
                @Nullable Target target,
                int status,
                @Nullable String errorType,
                @Nullable String detail,
                Series series) {
            this.kind = kind;
            this.shapeHash = shapeHash;
            this.target = target;
            this.status = status;
            this.errorType = errorType;
            this.detail = detail;
            this.series = series;
        }
    }
}
