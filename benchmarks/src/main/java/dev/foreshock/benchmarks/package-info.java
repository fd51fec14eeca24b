// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the agent costs: its hot path under JMH, and whole processes. */
@NullMarked
package dev.foreshock.benchmarks;

import org.jspecify.annotations.NullMarked;
