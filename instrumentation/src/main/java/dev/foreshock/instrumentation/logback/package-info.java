// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Logback: the ids of trace and span in the MDC of each log event. */
@NullMarked
package dev.foreshock.instrumentation.logback;

import org.jspecify.annotations.NullMarked;
