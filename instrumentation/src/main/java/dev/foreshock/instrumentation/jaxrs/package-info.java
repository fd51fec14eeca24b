// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Routes of JAX-RS. */
@NullMarked
package dev.foreshock.instrumentation.jaxrs;

import org.jspecify.annotations.NullMarked;
