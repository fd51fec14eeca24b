// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What all schedulers have in common: a run of a job is a unit of work. */
@NullMarked
package dev.foreshock.instrumentation.job;

import org.jspecify.annotations.NullMarked;
