// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Kotlin coroutines. What a coroutine belongs to is an element of its context, which the coroutines' own machinery takes up and
 * puts away on every thread that the coroutine runs on. So what the thread that resumes it does is no matter, and is kept
 * from it where a coroutine is handed to an executor.
 */
@NullMarked
package dev.foreshock.instrumentation.coroutines;

import org.jspecify.annotations.NullMarked;
