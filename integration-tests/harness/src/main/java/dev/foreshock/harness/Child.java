// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.IOException;

/**
 * What a long-running child JVM calls: it says that it is ready, and lives until its parent closes its standard input.
 * Loads nothing but itself, so that a child needs no other class of the harness.
 */
public final class Child {
    static final String READY = "READY ";

    private Child() {}

    /** Tells the parent the port to talk to, 0 where there is none. */
    public static void ready(int port) {
        System.out.println(READY + port);
    }

    /** Returns when the parent has no more work for this JVM. */
    public static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // The parent may send lines that other children listen to.
        }
    }
}
