// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Packs the agent's jar. Runs in the build only. */
@NullMarked
package dev.foreshock.packaging;

import org.jspecify.annotations.NullMarked;
