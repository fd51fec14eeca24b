// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** How much a finding matters. */
public enum Severity {
    /** Advice: counted and summed up, never announced, never alerted on. */
    INFO,
    /** Measurable waste. */
    WARNING,
    /** Seen by users, or growing. */
    CRITICAL
}
