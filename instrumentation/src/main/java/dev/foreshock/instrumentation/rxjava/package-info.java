// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * RxJava 3. Its schedulers hand their tasks to executors, which carry the context; so what is left is where signals come in from
 * threads that know nothing of the observer, or do the work of another one. There, and at no operator, the observer's own
 * context is taken up for each signal.
 */
@NullMarked
package dev.foreshock.instrumentation.rxjava;

import org.jspecify.annotations.NullMarked;
