// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What Spring's blocking clients know of a request that they have another client send: the URI template. The operation is that of
 * the client below.
 */
@NullMarked
package dev.foreshock.instrumentation.springweb;

import org.jspecify.annotations.NullMarked;
