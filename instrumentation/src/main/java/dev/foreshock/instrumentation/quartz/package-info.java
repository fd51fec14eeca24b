// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Quartz: the runs of its jobs. */
@NullMarked
package dev.foreshock.instrumentation.quartz;

import org.jspecify.annotations.NullMarked;
