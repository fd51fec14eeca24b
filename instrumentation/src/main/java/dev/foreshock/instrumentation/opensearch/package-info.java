// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * OpenSearch's low-level REST client, and the Java client's own way over Apache HttpClient 5. They say that a request is for
 * OpenSearch; the HTTP client's instrumentation makes the operation.
 */
@NullMarked
package dev.foreshock.instrumentation.opensearch;

import org.jspecify.annotations.NullMarked;
