// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * OkHttp 3.12 to 5. An attempt is what passes the interceptor that connects: inside the loop for redirects and retries and
 * behind the cache. Its headers are written by the codec, behind every interceptor of the application's.
 */
@NullMarked
package dev.foreshock.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
