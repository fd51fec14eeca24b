// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Whole processes compared: one application without an agent and with several, in turns. */
@NullMarked
package dev.foreshock.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
