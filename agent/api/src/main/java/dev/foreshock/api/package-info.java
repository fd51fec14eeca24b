// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What an instrumentation or a detector compiles against.
 *
 * <p>An instrumentation is one class annotated with {@link dev.foreshock.api.Instrument}: it begins an {@link
 * dev.foreshock.api.Operation} when a call starts and ends it when the call returns. A detector is one class that
 * implements {@link dev.foreshock.api.Detector}: it looks at a finished {@link dev.foreshock.api.LocalTrace} and may
 * raise a {@link dev.foreshock.api.Finding}.
 */
@NullMarked
package dev.foreshock.api;

import org.jspecify.annotations.NullMarked;
