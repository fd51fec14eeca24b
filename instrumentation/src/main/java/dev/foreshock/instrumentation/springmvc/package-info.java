// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Routes of Spring MVC. */
@NullMarked
package dev.foreshock.instrumentation.springmvc;

import org.jspecify.annotations.NullMarked;
