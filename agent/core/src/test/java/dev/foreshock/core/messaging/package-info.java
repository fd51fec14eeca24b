// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.foreshock.core.messaging;

import org.jspecify.annotations.NullMarked;
