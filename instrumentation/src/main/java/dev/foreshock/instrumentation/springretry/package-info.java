// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Spring Retry: its retries. */
@NullMarked
package dev.foreshock.instrumentation.springretry;

import org.jspecify.annotations.NullMarked;
