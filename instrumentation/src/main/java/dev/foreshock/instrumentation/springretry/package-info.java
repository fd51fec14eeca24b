// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Spring Retry, and what Spring Framework 7 has taken over of it: their retries. */
@NullMarked
package dev.foreshock.instrumentation.springretry;

import org.jspecify.annotations.NullMarked;
