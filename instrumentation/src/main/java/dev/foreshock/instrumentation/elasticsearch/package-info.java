// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Elasticsearch's low-level REST clients, over Apache HttpAsyncClient 4 and HttpClient 5, which its other clients send with. They say
 * that a request is for Elasticsearch; the HTTP client's instrumentation makes the operation.
 */
@NullMarked
package dev.foreshock.instrumentation.elasticsearch;

import org.jspecify.annotations.NullMarked;
