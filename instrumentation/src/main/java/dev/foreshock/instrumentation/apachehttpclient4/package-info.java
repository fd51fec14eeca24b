// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Apache HttpClient 4, from 4.4 on, as its builders make it. */
@NullMarked
package dev.foreshock.instrumentation.apachehttpclient4;

import org.jspecify.annotations.NullMarked;
