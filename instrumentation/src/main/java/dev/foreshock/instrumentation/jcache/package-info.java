// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Caches that are asked through JCache (JSR 107): those of Ehcache 3 and of Caffeine. What lies below is a part of it. The classes
 * that ask for a value do not call the application's loader themselves: an adapter does, on the same thread.
 */
@NullMarked
package dev.foreshock.instrumentation.jcache;

import org.jspecify.annotations.NullMarked;
