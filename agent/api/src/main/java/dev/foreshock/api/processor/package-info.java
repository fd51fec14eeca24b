// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Checks advice at compile time and writes the weave index. Runs in the compiler only, never in an application. */
@NullMarked
package dev.foreshock.api.processor;

import org.jspecify.annotations.NullMarked;
