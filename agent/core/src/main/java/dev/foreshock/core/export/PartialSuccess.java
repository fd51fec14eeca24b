// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.util.function.Consumer;

/** Reads from an answer how much of a request the backend has refused (OTLP 1.x, "Partial Success"), and counts it. */
final class PartialSuccess implements Consumer<byte[]> {
    private final Signal signal;
    private final String endpoint;
    private final Health health;
    private final DropCounter drops;

    PartialSuccess(Signal signal, String endpoint, Health health, DropCounter drops) {
        this.signal = signal;
        this.endpoint = endpoint;
        this.health = health;
        this.drops = drops;
    }

    /** {@code answer} is an {@code Export…ServiceResponse}, or anything else that a server says after 200. */
    @Override
    public void accept(byte[] answer) {
        Proto partial = new Proto(answer).find(1);
        long refused = 0;
        String why = "no reason given";
        while (partial != null && partial.next()) {
            if (partial.field() == 1) {
                refused = partial.number();
            } else if (partial.field() == 2) {
                why = partial.text();
            }
        }
        if (refused > 0) {
            drops.dropped(signal.dropReason("refused"), refused);
            health.tookPart(signal, endpoint, refused, why);
        }
    }
}
