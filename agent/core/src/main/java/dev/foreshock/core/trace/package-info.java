// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The life of a unit of work: how it begins, which context it carries in and out, where its operations are counted, and
 * whether it is kept when it ends.
 */
@NullMarked
package dev.foreshock.core.trace;

import org.jspecify.annotations.NullMarked;
