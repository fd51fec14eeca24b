// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The JDK's {@code HttpURLConnection}. Its classes are no API, so that they are seen as what the API shows of them. */
@NullMarked
package dev.foreshock.instrumentation.urlconnection;

import org.jspecify.annotations.NullMarked;
