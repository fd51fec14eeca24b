// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The way out: what was recorded, counted and found leaves the process through OTLP, on one thread, within bounds. */
@NullMarked
package dev.foreshock.core.export;

import org.jspecify.annotations.NullMarked;
