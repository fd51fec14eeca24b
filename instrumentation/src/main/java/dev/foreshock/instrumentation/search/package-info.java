// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Search engines that are spoken to over HTTP, Elasticsearch and OpenSearch: what a request is, read from its method and path. */
@NullMarked
package dev.foreshock.instrumentation.search;

import org.jspecify.annotations.NullMarked;
