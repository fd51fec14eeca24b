// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Caches. */
@org.jspecify.annotations.NullMarked
package dev.foreshock.tests.caches;
