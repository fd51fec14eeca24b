// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The JDK's own HTTP client. Its classes are no API, so that they are seen as objects and through the fields that advice may
 * read; they have had these names from Java 11 on.
 */
@NullMarked
package dev.foreshock.instrumentation.jdkhttpclient;

import org.jspecify.annotations.NullMarked;
