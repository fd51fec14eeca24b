// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Routes and failures of Spring WebFlux, on whichever server. */
@NullMarked
package dev.foreshock.instrumentation.springwebflux;

import org.jspecify.annotations.NullMarked;
