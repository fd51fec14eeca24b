// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/** What the packaged agent finds in applications on real databases, and what it must not find. */
@NullMarked
package dev.foreshock.tests.detect;

import org.jspecify.annotations.NullMarked;
