// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.config;

/** The agent's version. A constant, since reading it from a file would cost start-up time; a test compares it with the build's. */
public final class Version {
    public static final String VALUE = "0.1.0-SNAPSHOT";

    private Version() {}
}
