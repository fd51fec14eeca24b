// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.core.config.Setting;
import java.util.List;

/** What users may set about dependencies that are slow, fail or hang, and about cold starts. */
public final class DependencySettings {
    private static final String GROUP = "dependencies";
    private static final long MILLISECOND = 1_000_000L;

    static final Setting<Double> RATIO = Setting.ratio(
            GROUP,
            "FORESHOCK_SLOW_RATIO",
            3,
            "How many times its usual 95th percentile a dependency must take to be slow, in three of five minutes.");
    static final Setting<Long> FLOOR_MS = Setting.duration(
            GROUP,
            "FORESHOCK_SLOW_FLOOR_MS",
            100 * MILLISECOND,
            "Duration below which no dependency is slow, whatever is usual.");
    static final Setting<Long> CACHE_FLOOR_MS = Setting.duration(
            GROUP, "FORESHOCK_SLOW_CACHE_FLOOR_MS", 10 * MILLISECOND, "The same for caches and key-value stores.");
    static final Setting<Integer> MIN_CALLS = Setting.number(
            GROUP,
            "FORESHOCK_SLOW_MIN_CALLS",
            30,
            "Calls of one sort in a minute from which their durations say something.");
    static final Setting<Long> CRITICAL_MS = Setting.duration(
            GROUP,
            "FORESHOCK_SLOW_CRITICAL_MS",
            1_000 * MILLISECOND,
            "95th percentile from which a slow dependency is critical.");
    static final Setting<Long> HANG_MS = Setting.duration(
            GROUP,
            "FORESHOCK_SLOW_HANG_MS",
            10_000 * MILLISECOND,
            "Time after which a call that is still running is named, with the stack of its thread; 0 turns the rule off.");
    static final Setting<List<String>> EXCLUDE = Setting.list(
            GROUP,
            "FORESHOCK_SLOW_EXCLUDE",
            List.of(
                    "*/*poll*",
                    "*/*subscribe*",
                    "*/watch*",
                    "*/stream*",
                    "*receivemessage*",
                    // Nacos, Apollo, Telegram, Camunda, functions of AWS's
                    "*/configs/listener*",
                    "*/notifications/v2*",
                    "*/getupdates*",
                    "*/fetchandlock*",
                    "*/invocation/next*"),
            "Calls that wait on purpose, as patterns of their sanitised text or their dependency; blocking commands need not"
                    + " be named.");

    static final Setting<Double> FAILING_RATIO = Setting.ratio(
            GROUP,
            "FORESHOCK_FAILING_RATIO",
            0.2,
            "Share of the calls of one minute that must fail for a dependency to be failing; five times what is usual as"
                    + " well.");
    static final Setting<Integer> FAILING_MIN_CALLS = Setting.number(
            GROUP, "FORESHOCK_FAILING_MIN_CALLS", 20, "Calls in a minute from which failures say something.");
    static final Setting<Double> FAILING_CRITICAL = Setting.ratio(
            GROUP, "FORESHOCK_FAILING_CRITICAL_RATIO", 0.5, "Share of failures from which it is critical.");

    static final Setting<Double> RETRY_RATIO_TRIGGER = Setting.ratio(
            GROUP,
            "FORESHOCK_RETRY_RATIO_TRIGGER",
            0.2,
            "Retries for each first attempt from which a dependency is in a retry storm.");
    static final Setting<Double> RETRY_RATIO_WARN =
            Setting.ratio(GROUP, "FORESHOCK_RETRY_RATIO_WARN", 0.1, "The same from which that is advice.");
    static final Setting<Integer> RETRY_MIN_RETRIES = Setting.number(
            GROUP, "FORESHOCK_RETRY_MIN_RETRIES", 20, "Retries in one window below which nothing is said of them.");
    static final Setting<Long> RETRY_WINDOW_SECONDS = Setting.duration(
            GROUP,
            "FORESHOCK_RETRY_WINDOW_SECONDS",
            60_000 * MILLISECOND,
            "The time over which retries are counted; 10 to 600, in steps of ten.");

    static final Setting<Double> SATURATION_RATIO = Setting.ratio(
                    GROUP,
                    "FORESHOCK_SATURATION_RATIO",
                    0.8,
                    "Share of a server's request threads that must wait in one dependency for the server to be saturated.")
            .changeable();
    static final Setting<Integer> SATURATION_MIN_THREADS = Setting.number(
                    GROUP,
                    "FORESHOCK_SATURATION_MIN_THREADS",
                    8,
                    "Waiting threads from which that is said; event loops need only two.")
            .changeable();

    static final Setting<Long> WARMUP_SECONDS = Setting.duration(
            GROUP,
            "FORESHOCK_WARMUP_SECONDS",
            120_000 * MILLISECOND,
            "Time after the start for which nothing is learned of durations and none is too long, but for hanging calls.");
    static final Setting<Integer> WARMUP_UNITS =
            Setting.number(GROUP, "FORESHOCK_WARMUP_UNITS", 200, "Requests, messages and jobs before that ends.");

    static final Setting<Double> COLDSTART_RATIO = Setting.ratio(
                    GROUP,
                    "FORESHOCK_COLDSTART_RATIO",
                    5,
                    "How many times the later median a request must take to count as slowed down by a cold start.")
            .changeable();
    static final Setting<Long> COLDSTART_MIN_MS = Setting.duration(
                    GROUP, "FORESHOCK_COLDSTART_MIN_MS", 1_000 * MILLISECOND, "How much longer it must take at least.")
            .changeable();
    static final Setting<Long> COLDSTART_IDLE_SECONDS = Setting.duration(
                    GROUP,
                    "FORESHOCK_COLDSTART_IDLE_SECONDS",
                    300_000 * MILLISECOND,
                    "Time without requests after which the next one may find everything cold.")
            .changeable();
    static final Setting<Long> COLDSTART_FIRST_SECONDS = Setting.duration(
            GROUP,
            "FORESHOCK_COLDSTART_FIRST_SECONDS",
            300_000 * MILLISECOND,
            "How long after the first request a process is taken for cold; judged when twice that is over.");
    static final Setting<Integer> COLDSTART_TRACK_UNITS = Setting.number(
            GROUP,
            "FORESHOCK_COLDSTART_TRACK_UNITS",
            64,
            1,
            1_024,
            "Latest requests that the first one after idleness is compared with.");

    /** Each of these may be set for some dependencies only, under its name with {@code _OVERRIDES} behind it. */
    static final PerTarget<Double> SLOW_RATIO = PerTarget.of(RATIO);

    static final PerTarget<Long> FLOOR = PerTarget.of(FLOOR_MS);
    static final PerTarget<Long> CACHE_FLOOR = PerTarget.of(CACHE_FLOOR_MS);
    static final PerTarget<Integer> SLOW_MIN_CALLS = PerTarget.of(MIN_CALLS);
    static final PerTarget<Long> CRITICAL = PerTarget.of(CRITICAL_MS);
    static final PerTarget<Long> HANG = PerTarget.of(HANG_MS);
    static final PerTarget<Double> FAILING = PerTarget.of(FAILING_RATIO);
    static final PerTarget<Integer> FAILING_CALLS = PerTarget.of(FAILING_MIN_CALLS);
    static final PerTarget<Double> FAILING_CRITICAL_RATIO = PerTarget.of(FAILING_CRITICAL);
    static final PerTarget<Double> RETRY_TRIGGER = PerTarget.of(RETRY_RATIO_TRIGGER);
    static final PerTarget<Double> RETRY_WARN = PerTarget.of(RETRY_RATIO_WARN);
    static final PerTarget<Integer> RETRY_MIN = PerTarget.of(RETRY_MIN_RETRIES);

    /** All of them, in the order in which they are documented. */
    public static final List<Setting<?>> ALL = List.of(
            RATIO,
            SLOW_RATIO.overrides(),
            FLOOR_MS,
            FLOOR.overrides(),
            CACHE_FLOOR_MS,
            CACHE_FLOOR.overrides(),
            MIN_CALLS,
            SLOW_MIN_CALLS.overrides(),
            CRITICAL_MS,
            CRITICAL.overrides(),
            HANG_MS,
            HANG.overrides(),
            EXCLUDE,
            FAILING_RATIO,
            FAILING.overrides(),
            FAILING_MIN_CALLS,
            FAILING_CALLS.overrides(),
            FAILING_CRITICAL,
            FAILING_CRITICAL_RATIO.overrides(),
            RETRY_RATIO_TRIGGER,
            RETRY_TRIGGER.overrides(),
            RETRY_RATIO_WARN,
            RETRY_WARN.overrides(),
            RETRY_MIN_RETRIES,
            RETRY_MIN.overrides(),
            RETRY_WINDOW_SECONDS,
            SATURATION_RATIO,
            SATURATION_MIN_THREADS,
            WARMUP_SECONDS,
            WARMUP_UNITS,
            COLDSTART_RATIO,
            COLDSTART_MIN_MS,
            COLDSTART_IDLE_SECONDS,
            COLDSTART_FIRST_SECONDS,
            COLDSTART_TRACK_UNITS);

    private DependencySettings() {}
}
