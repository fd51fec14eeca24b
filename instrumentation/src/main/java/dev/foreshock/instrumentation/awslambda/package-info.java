// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Functions on AWS Lambda, where the runtime interface client calls them. */
@NullMarked
package dev.foreshock.instrumentation.awslambda;

import org.jspecify.annotations.NullMarked;
