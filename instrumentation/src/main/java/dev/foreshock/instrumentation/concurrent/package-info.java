// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Hands what a thread is doing over to the threads that go on with it: pools, fork/join, completable futures, threads of one's
 * own. Loaded beside {@code java.base}, so nothing here may use anything but that and the API; and since the JVM itself runs
 * on what is woven here, there are no lambdas, and a thread with nothing to hand over leaves at once.
 */
@NullMarked
package dev.foreshock.instrumentation.concurrent;

import org.jspecify.annotations.NullMarked;
