// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What is wrong, and when to say so: the detectors that look at each finished unit of work, the life of what they find, and
 * the clock thread.
 */
@NullMarked
package dev.foreshock.core.detect;

import org.jspecify.annotations.NullMarked;
