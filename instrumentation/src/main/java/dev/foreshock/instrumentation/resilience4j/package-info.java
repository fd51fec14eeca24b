// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Resilience4j: its retries. */
@NullMarked
package dev.foreshock.instrumentation.resilience4j;

import org.jspecify.annotations.NullMarked;
