// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * AsyncHttpClient 2. All attempts of a call share its future, which gets a new request of Netty's for each of them; that one is
 * written, and the application never sees it.
 */
@NullMarked
package dev.foreshock.instrumentation.asynchttpclient;

import org.jspecify.annotations.NullMarked;
