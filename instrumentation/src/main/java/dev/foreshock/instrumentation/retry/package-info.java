// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What libraries that retry have in common. */
@NullMarked
package dev.foreshock.instrumentation.retry;

import org.jspecify.annotations.NullMarked;
