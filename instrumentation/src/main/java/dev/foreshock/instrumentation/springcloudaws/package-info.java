// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Spring Cloud AWS 3 and 4: each message of Amazon SQS, or each batch, that a listener gets is a unit of work. */
@NullMarked
package dev.foreshock.instrumentation.springcloudaws;

import org.jspecify.annotations.NullMarked;
