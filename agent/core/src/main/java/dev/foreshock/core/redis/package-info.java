// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** Reads Redis commands: what they do, and the template of their keys. */
@NullMarked
package dev.foreshock.core.redis;

import org.jspecify.annotations.NullMarked;
