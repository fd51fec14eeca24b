// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the agent's hot path costs, under JMH. */
@NullMarked
package dev.foreshock.benchmarks;

import org.jspecify.annotations.NullMarked;
