// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** The demo: starts a shop with the agent attached, drives it into its N+1, and shows what was found. */
@NullMarked
package dev.foreshock.demo;

import org.jspecify.annotations.NullMarked;
