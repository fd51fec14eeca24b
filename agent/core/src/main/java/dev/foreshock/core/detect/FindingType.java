// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import java.util.List;
import java.util.Set;

/** The types of findings that this package raises: what users see, and what the switches name. */
final class FindingType {
    /** Similar calls with different keys where one would do. */
    static final String N_PLUS_ONE = "n_plus_one";
    /** The same statement with the same values, although nothing was written in between. */
    static final String REDUNDANT_QUERY = "redundant_query";
    /** The same for calls to other services. */
    static final String REDUNDANT_CALL = "redundant_call";
    /** IN lists, but short ones. */
    static final String CHUNKED_IN = "chunked_in";
    /** Very many pages. */
    static final String PAGINATION = "pagination";
    /** Many similar calls at the same time. */
    static final String FAN_OUT = "fan_out";
    /** Writes of one row each, one by one. */
    static final String UNBATCHED_WRITES = "unbatched_writes";
    /** Numbers of a sequence, fetched one by one. */
    static final String SEQUENCE_ROUNDTRIP = "sequence_roundtrip";
    /** Too many statements in one unit, whatever they are. */
    static final String QUERY_BUDGET = "query_budget";
    /** One statement that takes long. */
    static final String SLOW_STATEMENT = "slow_statement";
    /** A call to something else that takes longer than the user allows it. */
    static final String SLOW_CALL = "slow_call";

    /** A dependency that takes much longer than it used to, or does not answer. */
    static final String SLOW_DEPENDENCY = "slow_dependency";
    /** One call that does not end. */
    static final String HANGING_CALL = "hanging_call";
    /** A dependency that answers many calls with errors, or not in time. */
    static final String FAILING_DEPENDENCY = "failing_dependency";
    /** Most request threads of a server wait in one dependency. */
    static final String WORKER_SATURATION = "worker_saturation";
    /** A dependency whose failing calls are repeated so often that this is a load of its own. */
    static final String RETRY_STORM = "retry_storm";
    /** Attempts that follow each other at once. */
    static final String RETRY_WITHOUT_BACKOFF = "retry_without_backoff";
    /** Attempts that all wait equally long. */
    static final String RETRY_WITHOUT_JITTER = "retry_without_jitter";
    /** Attempts that repeat what may have been done already. */
    static final String RETRY_OF_POST = "retry_of_post";
    /** Attempts that come before {@code Retry-After} is over. */
    static final String RETRY_TOO_EARLY = "retry_too_early";
    /** Attempts that must fail again, since the request is wrong. */
    static final String RETRY_OF_REJECTED = "retry_of_rejected";
    /** Messages that come again and again. */
    static final String REDELIVERY_STORM = "redelivery_storm";
    /** A function that took long to start and to serve its first invocation. */
    static final String COLD_START = "cold_start";
    /** The first request after a while without any is slow, again and again. */
    static final String COLD_AFTER_IDLE = "cold_after_idle";
    /** Traffic came before the process was warm. */
    static final String READINESS_BEFORE_WARM = "readiness_before_warm";

    static final List<String> ALL = List.of(
            N_PLUS_ONE,
            REDUNDANT_QUERY,
            REDUNDANT_CALL,
            CHUNKED_IN,
            PAGINATION,
            FAN_OUT,
            UNBATCHED_WRITES,
            SEQUENCE_ROUNDTRIP,
            QUERY_BUDGET,
            SLOW_STATEMENT,
            SLOW_CALL,
            SLOW_DEPENDENCY,
            HANGING_CALL,
            FAILING_DEPENDENCY,
            WORKER_SATURATION,
            RETRY_STORM,
            RETRY_WITHOUT_BACKOFF,
            RETRY_WITHOUT_JITTER,
            RETRY_OF_POST,
            RETRY_TOO_EARLY,
            RETRY_OF_REJECTED,
            REDELIVERY_STORM,
            COLD_START,
            COLD_AFTER_IDLE,
            READINESS_BEFORE_WARM);

    private static final Set<String> JUDGED_OVER_TIME = Set.of(
            SLOW_DEPENDENCY,
            HANGING_CALL,
            FAILING_DEPENDENCY,
            WORKER_SATURATION,
            RETRY_STORM,
            REDELIVERY_STORM,
            COLD_START,
            COLD_AFTER_IDLE,
            READINESS_BEFORE_WARM);

    private FindingType() {}

    /** Whether each execution counts towards the confirmation, rather than each unit of work. */
    static boolean countsExecutions(String type) {
        return type.equals(SLOW_STATEMENT) || type.equals(SLOW_CALL);
    }

    /** Whether the rule itself looks at a span of time before it raises it, so that no further confirmation is needed. */
    static boolean isJudgedOverTime(String type) {
        return JUDGED_OVER_TIME.contains(type);
    }
}
