// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Spring: the runs of methods with {@code @Scheduled}. */
@NullMarked
package dev.foreshock.instrumentation.springscheduling;

import org.jspecify.annotations.NullMarked;
