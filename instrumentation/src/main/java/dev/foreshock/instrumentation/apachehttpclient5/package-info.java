// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Apache HttpClient 5, classic and asynchronous: an attempt is what the handler that connects is asked for. */
@NullMarked
package dev.foreshock.instrumentation.apachehttpclient5;

import org.jspecify.annotations.NullMarked;
