// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Elasticsearch and OpenSearch, through each of their clients, against real nodes. */
package dev.foreshock.tests.search;
