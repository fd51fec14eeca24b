// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what only its own package sees. */
@NullMarked
package dev.foreshock.core.export;

import org.jspecify.annotations.NullMarked;
