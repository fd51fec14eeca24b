// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Caffeine 2 and 3. All caches are one of two classes, with the same two methods to look something up; those whose size or age is
 * bounded come to a third one where the value is not there.
 */
@NullMarked
package dev.foreshock.instrumentation.caffeine;

import org.jspecify.annotations.NullMarked;
