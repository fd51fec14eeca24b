// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.foreshock.core.redis;

import org.jspecify.annotations.NullMarked;
