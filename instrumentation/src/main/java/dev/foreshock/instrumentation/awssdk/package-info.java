// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The asynchronous HTTP client of the AWS SDK for Java 2 that is built on Netty. The SDK's other clients are those of other
 * libraries, where the attempt is recorded. Its classes are no API; they have had these names and members from 2.17 on at least.
 */
@NullMarked
package dev.foreshock.instrumentation.awssdk;

import org.jspecify.annotations.NullMarked;
