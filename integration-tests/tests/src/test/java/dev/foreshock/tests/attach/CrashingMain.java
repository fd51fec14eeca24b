// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

/** An application that cannot start. */
public final class CrashingMain {
    private CrashingMain() {}

    public static void main(String[] arguments) {
        throw new IllegalStateException("the port is taken");
    }
}
