// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What is outside the agent's own class loader: the premain class and that loader itself. */
@NullMarked
package dev.foreshock.agent;

import org.jspecify.annotations.NullMarked;
