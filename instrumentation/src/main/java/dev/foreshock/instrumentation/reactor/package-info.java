// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reactor. Its schedulers hand their tasks to executors, which carry the context; so what is left is where signals come in from
 * threads that know nothing of the subscriber, or do the work of another one: sources that somebody else completes, and those
 * that several subscribers share. There, and at no operator, the subscriber's own context is taken up for each signal.
 */
@NullMarked
package dev.foreshock.instrumentation.reactor;

import org.jspecify.annotations.NullMarked;
