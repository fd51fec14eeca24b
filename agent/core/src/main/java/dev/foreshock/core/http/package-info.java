// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Reads the URLs of outbound requests: where a request goes, and what it has in common with others. */
@NullMarked
package dev.foreshock.core.http;

import org.jspecify.annotations.NullMarked;
