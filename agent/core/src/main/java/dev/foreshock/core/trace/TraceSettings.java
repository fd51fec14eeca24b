// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.core.config.IgnoredRoutes;
import dev.foreshock.core.config.Setting;
import java.util.List;

/** The settings of recording: sampling, propagation and the tail keep. */
public final class TraceSettings {
    private static final String GROUP = "Traces";

    static final Setting<String> SAMPLER = Setting.choice(
            GROUP,
            "OTEL_TRACES_SAMPLER",
            "parentbased_always_on",
            "The head decision: what is propagated as the sampled flag. Findings and metrics see every unit of work all the same.",
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");

    static final Setting<Double> SAMPLER_ARGUMENT = Setting.ratio(
            GROUP, "OTEL_TRACES_SAMPLER_ARG", 1.0, "The part of new traces that the ratio samplers take.");

    static final Setting<List<String>> PROPAGATORS = Setting.list(
            GROUP,
            "OTEL_PROPAGATORS",
            List.of("tracecontext", "baggage"),
            "The header formats that are read and written: tracecontext, baggage, b3, b3multi, none.");

    static final Setting<String> PROPAGATION = Setting.choice(
            GROUP,
            "FORESHOCK_PROPAGATION",
            "auto",
            "Whether context headers are written: auto stops where the application has a tracer of its own, and then puts no"
                    + " ids into its log events either.",
            "auto",
            "on",
            "off");

    static final Setting<Boolean> TAIL_KEEP = Setting.flag(
            GROUP,
            "FORESHOCK_TAIL_KEEP",
            true,
            "Whether traces with a finding, a failed root or an unusual duration are kept even if the head did not sample them.");

    static final Setting<Double> KEEP_PER_SECOND = Setting.ratio(
            GROUP,
            "FORESHOCK_KEEP_PER_SECOND",
            1.0,
            "How many traces per route and second the tail keep holds on to for a finding or for slowness; five times as many for errors.");

    static final Setting<Boolean> SQL_REPLACE_DIGITS = Setting.flag(
            GROUP,
            "FORESHOCK_SQL_REPLACE_DIGITS",
            false,
            "Whether statements count as one whose names differ in their digits only, as those of sharded tables do.");

    /** All of them, in the order in which they are documented. */
    public static final List<Setting<?>> ALL = List.of(
            SAMPLER,
            SAMPLER_ARGUMENT,
            PROPAGATORS,
            PROPAGATION,
            TAIL_KEEP,
            KEEP_PER_SECOND,
            IgnoredRoutes.SETTING,
            SQL_REPLACE_DIGITS);

    private TraceSettings() {}
}
