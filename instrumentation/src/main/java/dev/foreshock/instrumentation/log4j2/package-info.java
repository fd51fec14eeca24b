// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Log4j 2: the ids of trace and span in the context data of each log event. */
@NullMarked
package dev.foreshock.instrumentation.log4j2;

import org.jspecify.annotations.NullMarked;
