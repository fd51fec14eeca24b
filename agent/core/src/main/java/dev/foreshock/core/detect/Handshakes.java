// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

/** TLS handshakes of the application's clients: totals, or differences. */
record Handshakes(long count, long nanos) {
    static final Handshakes NONE = new Handshakes(0, 0);

    Handshakes since(Handshakes before) {
        return new Handshakes(count - before.count, nanos - before.nanos);
    }
}
