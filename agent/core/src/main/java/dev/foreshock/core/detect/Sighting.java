// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Finding;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A finding as seen once, cut loose from the unit of work that it was seen in.
 *
 * @param id the id of the finding
 * @param finding what was seen, without its exemplar; {@code null} where the condition no longer holds
 * @param weight how much it counts towards the confirmation; 0 where the same unit has raised it before
 * @param wastedNanos what it adds to the waste that the same unit has reported before
 * @param nanos when
 * @param underWay whether the unit has not ended yet, so that its figures are not its last
 */
record Sighting(
        long id,
        @Nullable Finding finding,
        int weight,
        long wastedNanos,
        long nanos,
        long traceIdHigh,
        long traceIdLow,
        long spanId,
        boolean underWay) {

    /** A longer statement is cut, so that a thousand open findings stay small. */
    private static final int MAX_TEXT = 2_048;

    static Sighting clear(long id, long nanos) {
        return new Sighting(id, null, 0, 0, nanos, 0, 0, 0, false);
    }

    /** {@code before} is what the same unit has raised under the same id already. */
    static Sighting of(Finding seen, @Nullable Finding before, long nanos) {
        Operation exemplar = seen.exemplar();
        LocalTrace unit = exemplar == null ? null : exemplar.unit();
        long counted = before == null ? 0 : before.count();
        int weight = before == null || FindingType.isJudgedOverTime(seen.type()) ? 1 : 0;
        if (FindingType.countsExecutions(seen.type())) {
            weight = (int) Math.max(0, seen.count() - counted);
        }
        long wasted = Math.max(0, seen.wastedNanos() - (before == null ? 0 : before.wastedNanos()));
        return new Sighting(
                seen.id(),
                stripped(seen),
                weight,
                wasted,
                nanos,
                unit == null ? 0 : unit.traceIdHigh(),
                unit == null ? 0 : unit.traceIdLow(),
                exemplar == null ? 0 : exemplar.spanId(),
                unit != null && !unit.isEnded());
    }

    private static Finding stripped(Finding seen) {
        Shape shape = seen.shape();
        String subject = seen.subject();
        if (shape != null && shape.text().length() > MAX_TEXT) {
            shape = new Shape(
                    shape.hash(),
                    cut(shape.text()),
                    shape.summary(),
                    shape.operation(),
                    shape.collections(),
                    shape.arity(),
                    shape.literalHash(),
                    shape.traits() | Shape.TRUNCATED);
        }
        return new Finding(
                seen.type(),
                seen.severity(),
                seen.confidence(),
                seen.unitName(),
                cut(subject),
                shape,
                seen.target(),
                seen.callSite(),
                seen.count(),
                seen.wastedNanos(),
                seen.totalNanos(),
                seen.share(),
                seen.message(),
                seen.suggestion(),
                null,
                seen.id(),
                seen.details());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
