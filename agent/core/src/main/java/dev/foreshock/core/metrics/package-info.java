// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Histograms and counters: recorded on application threads, turned into OTLP metrics on the export thread. */
@NullMarked
package dev.foreshock.core.metrics;

import org.jspecify.annotations.NullMarked;
