// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/** How sure a detector is. Decides how often a finding must be seen before it is announced. */
public enum Confidence {
    MEDIUM,
    HIGH
}
