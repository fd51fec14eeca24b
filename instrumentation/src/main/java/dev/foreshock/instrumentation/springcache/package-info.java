// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Spring's cache abstraction, 5 to 7: what {@code @Cacheable} looks up, and the method that is called where nothing is there. The
 * cache below is a part of it, whichever it is.
 */
@NullMarked
package dev.foreshock.instrumentation.springcache;

import org.jspecify.annotations.NullMarked;
