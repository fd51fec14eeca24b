// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

/**
 * One request, as seen from outside.
 *
 * @param statements how many the database executed for it; 0 where that was not counted
 */
record Visit(String path, long statements, long nanos) {
    double millis() {
        return nanos / 1e6;
    }
}
