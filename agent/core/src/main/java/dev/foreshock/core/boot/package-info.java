// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Where the parts of the agent are put together. */
@NullMarked
package dev.foreshock.core.boot;

import org.jspecify.annotations.NullMarked;
