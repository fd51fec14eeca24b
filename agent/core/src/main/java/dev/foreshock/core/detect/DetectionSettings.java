// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.core.config.Overrides;
import dev.foreshock.core.config.Setting;
import java.util.List;

/** What users may set about detection. */
public final class DetectionSettings {
    private static final String GROUP = "detection";
    private static final long MILLISECOND = 1_000_000L;

    public static final Setting<List<String>> DETECTORS_ENABLED = Setting.list(
            GROUP, "FORESHOCK_DETECTORS_ENABLED", List.of(), "The types of findings to look for; all where empty.");
    public static final Setting<List<String>> DETECTORS_DISABLED =
            Setting.list(GROUP, "FORESHOCK_DETECTORS_DISABLED", List.of(), "The types of findings not to look for.");
    public static final Setting<List<String>> IGNORE_FINGERPRINTS = Setting.list(
                    GROUP,
                    "FORESHOCK_IGNORE_FINGERPRINTS",
                    List.of(),
                    "Statements about which nothing is said, as patterns of their sanitised text.")
            .changeable();
    public static final Setting<List<String>> IGNORE_CALLSITES = Setting.list(
                    GROUP,
                    "FORESHOCK_IGNORE_CALLSITES",
                    List.of(),
                    "Places in the code about which nothing is said, as patterns of class.method or File.java:line.")
            .changeable();
    public static final Setting<Integer> FINDINGS_MAX_PER_MINUTE = Setting.number(
                    GROUP,
                    "FORESHOCK_FINDINGS_MAX_PER_MINUTE",
                    20,
                    "New findings announced per minute; those beyond are summed up in one line.")
            .changeable();
    public static final Setting<Integer> DETECT_MAX_MEMORY_KB = Setting.number(
            GROUP,
            "FORESHOCK_DETECT_MAX_MEMORY_KB",
            16_384,
            "Memory for detection; half of it means half as many findings that are followed at a time.");

    public static final Setting<Integer> NPLUSONE_MIN_COUNT = Setting.number(
            GROUP, "FORESHOCK_NPLUSONE_MIN_COUNT", 5, "Similar calls in one request from which they may be an N+1.");
    public static final Setting<Integer> NPLUSONE_JOB_MIN_COUNT = Setting.number(
            GROUP,
            "FORESHOCK_NPLUSONE_JOB_MIN_COUNT",
            50,
            "The same for messages, jobs and work outside any request; also for redundant calls there.");
    public static final Setting<Integer> NPLUSONE_MIN_DISTINCT = Setting.number(
            GROUP, "FORESHOCK_NPLUSONE_MIN_DISTINCT", 3, "Different keys from which similar calls may be an N+1.");
    public static final Setting<Long> NPLUSONE_MIN_TOTAL_MS = Setting.duration(
            GROUP,
            "FORESHOCK_NPLUSONE_MIN_TOTAL_MS",
            20 * MILLISECOND,
            "Time from which similar calls together matter, whatever their share.");
    public static final Setting<Double> NPLUSONE_MIN_SHARE = Setting.ratio(
            GROUP,
            "FORESHOCK_NPLUSONE_MIN_SHARE",
            0.2,
            "Share of a unit of 50 ms or more from which similar calls matter.");
    public static final Setting<Integer> NPLUSONE_COUNT_ONLY = Setting.number(
            GROUP, "FORESHOCK_NPLUSONE_COUNT_ONLY", 20, "Similar calls from which they matter however quick they are.");
    public static final Setting<Integer> NPLUSONE_CONFIRM = Setting.number(
            GROUP,
            "FORESHOCK_NPLUSONE_CONFIRM",
            2,
            1,
            16,
            "Units of work within 10 minutes in which a finding of high confidence must be seen before it is announced;"
                    + " one more for medium confidence, unless this is 1.");

    public static final Setting<Integer> REDUNDANT_MIN_COUNT = Setting.number(
            GROUP, "FORESHOCK_REDUNDANT_MIN_COUNT", 3, "Identical calls in one request from which they are advice.");
    public static final Setting<Integer> REDUNDANT_WARN_COUNT = Setting.number(
            GROUP,
            "FORESHOCK_REDUNDANT_WARN_COUNT",
            10,
            "Identical calls in one request from which they are a warning.");
    public static final Setting<Long> REDUNDANT_MIN_TOTAL_MS = Setting.duration(
            GROUP,
            "FORESHOCK_REDUNDANT_MIN_TOTAL_MS",
            10 * MILLISECOND,
            "Time from which fewer identical calls than that matter.");

    public static final Setting<Integer> CHUNKED_MIN_COUNT = Setting.number(
            GROUP,
            "FORESHOCK_CHUNKED_MIN_COUNT",
            20,
            "Queries with short IN lists in one unit from which the batch size is too small.");
    public static final Setting<Integer> PAGINATION_MIN_COUNT = Setting.number(
            GROUP, "FORESHOCK_PAGINATION_MIN_COUNT", 100, "Pages read in one unit from which they are too many.");
    public static final Setting<Integer> FANOUT_MIN_COUNT = Setting.number(
            GROUP,
            "FORESHOCK_FANOUT_MIN_COUNT",
            20,
            "Similar calls at the same time in one unit from which they are advice.");
    public static final Setting<Integer> UNBATCHED_MIN_COUNT = Setting.number(
            GROUP,
            "FORESHOCK_UNBATCHED_MIN_COUNT",
            20,
            "Similar writes of one row each in one unit from which they should be a batch.");
    public static final Setting<Integer> SEQUENCE_MIN_COUNT = Setting.number(
            GROUP, "FORESHOCK_SEQUENCE_MIN_COUNT", 20, "Numbers drawn one by one from a sequence that are too many.");

    public static final Setting<Integer> QUERY_BUDGET = Setting.number(
            GROUP, "FORESHOCK_QUERY_BUDGET", 30, "Statements that one request may run; 0 turns the rule off.");
    public static final Setting<Integer> QUERY_ADVICE = Setting.number(
            GROUP,
            "FORESHOCK_QUERY_ADVICE",
            10,
            "Statements in one request from which they are advice; 0 turns it off.");
    public static final Setting<Integer> QUERY_BUDGET_JOB = Setting.number(
            GROUP,
            "FORESHOCK_QUERY_BUDGET_JOB",
            300,
            "Statements that one message or one run of a job may run; 0 turns the rule off.");
    public static final Setting<Long> SLOW_QUERY_MS = Setting.duration(
            GROUP,
            "FORESHOCK_SLOW_QUERY_MS",
            500 * MILLISECOND,
            "Duration from which a statement is slow; a warning when seen three times in 10 minutes; 0 turns the rule off.");
    public static final Setting<Long> SLOW_QUERY_CRITICAL_MS = Setting.duration(
            GROUP,
            "FORESHOCK_SLOW_QUERY_CRITICAL_MS",
            5_000 * MILLISECOND,
            "Duration from which a slow statement is critical.");
    public static final Setting<Overrides<Long>> SLOW_THRESHOLDS = Setting.overrides(
                    GROUP,
                    "FORESHOCK_SLOW_THRESHOLDS",
                    Setting.duration(GROUP, "FORESHOCK_SLOW_THRESHOLD", 0L, ""),
                    "Durations from which calls to a dependency are slow, as in"
                            + " postgresql:orders=200ms,http:shipping.example.com=1s; system, host, port and database may be patterns.")
            .changeable();

    /** Each threshold of these may be set for some units of work only, under its name with {@code _OVERRIDES} behind it. */
    static final Threshold<Integer> MIN_COUNT = Threshold.of(NPLUSONE_MIN_COUNT);

    static final Threshold<Integer> JOB_MIN_COUNT = Threshold.of(NPLUSONE_JOB_MIN_COUNT);
    static final Threshold<Integer> MIN_DISTINCT = Threshold.of(NPLUSONE_MIN_DISTINCT);
    static final Threshold<Long> MIN_TOTAL = Threshold.of(NPLUSONE_MIN_TOTAL_MS);
    static final Threshold<Double> MIN_SHARE = Threshold.of(NPLUSONE_MIN_SHARE);
    static final Threshold<Integer> COUNT_ONLY = Threshold.of(NPLUSONE_COUNT_ONLY);
    static final Threshold<Integer> CONFIRM = Threshold.of(NPLUSONE_CONFIRM);
    static final Threshold<Integer> REDUNDANT_MIN = Threshold.of(REDUNDANT_MIN_COUNT);
    static final Threshold<Integer> REDUNDANT_WARN = Threshold.of(REDUNDANT_WARN_COUNT);
    static final Threshold<Long> REDUNDANT_TOTAL = Threshold.of(REDUNDANT_MIN_TOTAL_MS);
    static final Threshold<Integer> CHUNKED_MIN = Threshold.of(CHUNKED_MIN_COUNT);
    static final Threshold<Integer> PAGINATION_MIN = Threshold.of(PAGINATION_MIN_COUNT);
    static final Threshold<Integer> FANOUT_MIN = Threshold.of(FANOUT_MIN_COUNT);
    static final Threshold<Integer> UNBATCHED_MIN = Threshold.of(UNBATCHED_MIN_COUNT);
    static final Threshold<Integer> SEQUENCE_MIN = Threshold.of(SEQUENCE_MIN_COUNT);
    static final Threshold<Integer> BUDGET = Threshold.of(QUERY_BUDGET);
    static final Threshold<Integer> BUDGET_ADVICE = Threshold.of(QUERY_ADVICE);
    static final Threshold<Integer> BUDGET_JOB = Threshold.of(QUERY_BUDGET_JOB);
    static final Threshold<Long> SLOW = Threshold.of(SLOW_QUERY_MS);
    static final Threshold<Long> SLOW_CRITICAL = Threshold.of(SLOW_QUERY_CRITICAL_MS);

    /** All of them, in the order in which they are documented. */
    public static final List<Setting<?>> ALL = List.of(
            DETECTORS_ENABLED,
            DETECTORS_DISABLED,
            IGNORE_FINGERPRINTS,
            IGNORE_CALLSITES,
            FINDINGS_MAX_PER_MINUTE,
            DETECT_MAX_MEMORY_KB,
            NPLUSONE_MIN_COUNT,
            MIN_COUNT.overrides(),
            NPLUSONE_JOB_MIN_COUNT,
            JOB_MIN_COUNT.overrides(),
            NPLUSONE_MIN_DISTINCT,
            MIN_DISTINCT.overrides(),
            NPLUSONE_MIN_TOTAL_MS,
            MIN_TOTAL.overrides(),
            NPLUSONE_MIN_SHARE,
            MIN_SHARE.overrides(),
            NPLUSONE_COUNT_ONLY,
            COUNT_ONLY.overrides(),
            NPLUSONE_CONFIRM,
            CONFIRM.overrides(),
            REDUNDANT_MIN_COUNT,
            REDUNDANT_MIN.overrides(),
            REDUNDANT_WARN_COUNT,
            REDUNDANT_WARN.overrides(),
            REDUNDANT_MIN_TOTAL_MS,
            REDUNDANT_TOTAL.overrides(),
            CHUNKED_MIN_COUNT,
            CHUNKED_MIN.overrides(),
            PAGINATION_MIN_COUNT,
            PAGINATION_MIN.overrides(),
            FANOUT_MIN_COUNT,
            FANOUT_MIN.overrides(),
            UNBATCHED_MIN_COUNT,
            UNBATCHED_MIN.overrides(),
            SEQUENCE_MIN_COUNT,
            SEQUENCE_MIN.overrides(),
            QUERY_BUDGET,
            BUDGET.overrides(),
            QUERY_ADVICE,
            BUDGET_ADVICE.overrides(),
            QUERY_BUDGET_JOB,
            BUDGET_JOB.overrides(),
            SLOW_QUERY_MS,
            SLOW.overrides(),
            SLOW_QUERY_CRITICAL_MS,
            SLOW_CRITICAL.overrides(),
            SLOW_THRESHOLDS);

    private DetectionSettings() {}
}
