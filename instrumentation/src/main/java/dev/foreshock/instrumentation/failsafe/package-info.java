// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Failsafe: its retries. */
@NullMarked
package dev.foreshock.instrumentation.failsafe;

import org.jspecify.annotations.NullMarked;
