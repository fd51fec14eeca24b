// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Stress of what is shared by threads, in the packages of what it looks at. */
@org.jspecify.annotations.NullMarked
package dev.foreshock.core.metrics;
