// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, as seen in one unit of work or one window of time: what, where in the code, how much it costs and
 * what to do. Immutable. Equal {@link #id}s are one finding seen again.
 *
 * @param type what it is, in snake case: {@code n_plus_one}
 * @param severity how much it matters
 * @param confidence how sure the detector is
 * @param unitName the unit of work it was seen in ({@code GET /orders}), or {@code null} where it belongs to none
 * @param subject what it is about: the sanitised statement, the target, the route
 * @param shape the shape of the calls, or {@code null}
 * @param target the dependency, or {@code null}
 * @param callSite the line of code, or {@code null} where unknown
 * @param count how many calls it is made of
 * @param wastedNanos what fixing it would save
 * @param totalNanos what the calls took together
 * @param share the part of the unit's time that they took, 0 to 1
 * @param message one sentence that a tired person understands, with figures and without secrets
 * @param suggestion what to do
 * @param exemplar the operation that shows it best, or {@code null}
 * @param id a stable hash of type, unit name, shape and call site or target
 * @param details what does not fit into one sentence, in lines: figures before and after, the stack of a thread that hangs;
 *     {@code null} where the message says all
 */
public record Finding(
        String type,
        Severity severity,
        Confidence confidence,
        @Nullable String unitName,
        String subject,
        @Nullable Shape shape,
        @Nullable Target target,
        @Nullable CallSite callSite,
        long count,
        long wastedNanos,
        long totalNanos,
        double share,
        String message,
        String suggestion,
        @Nullable Operation exemplar,
        long id,
        @Nullable String details) {

    /** Without details. */
    public Finding(
            String type,
            Severity severity,
            Confidence confidence,
            @Nullable String unitName,
            String subject,
            @Nullable Shape shape,
            @Nullable Target target,
            @Nullable CallSite callSite,
            long count,
            long wastedNanos,
            long totalNanos,
            double share,
            String message,
            String suggestion,
            @Nullable Operation exemplar,
            long id) {
        this(
                type,
                severity,
                confidence,
                unitName,
                subject,
                shape,
                target,
                callSite,
                count,
                wastedNanos,
                totalNanos,
                share,
                message,
                suggestion,
                exemplar,
                id,
                null);
    }

    /** The id that findings of one type, unit, shape, call site and target share. */
    public static long id(
            String type,
            @Nullable String unitName,
            @Nullable Shape shape,
            @Nullable CallSite callSite,
            @Nullable Target target) {
        long hash = 0xCBF29CE484222325L;
        hash = mix(hash, type.hashCode());
        hash = mix(hash, unitName == null ? 0 : unitName.hashCode());
        hash = mix(hash, shape == null ? 0 : shape.hash());
        hash = mix(hash, callSite == null ? 0 : callSite.hash());
        hash = mix(hash, target == null ? 0 : target.display().hashCode());
        return hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
