// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Finding;
import dev.foreshock.api.Findings;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Severity;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes findings from any thread. Flags the unit at once, and hands what remains to the {@link Lifecycle}, one at a time.
 *
 * <p>Nobody waits: a sighting is put into a bounded queue, and whoever finds no other thread at work there works it off. At
 * most 64 at a time on an application thread; what is left is done by the next one, or by the clock.
 */
final class FindingRegister implements Findings {
    private static final int MAX_WAITING = 1_024;
    private static final int MAX_IN_A_ROW = 64;
    private static final int PATIENCE = 100_000;

    private final Switches switches;
    private final Lifecycle lifecycle;
    private final Outlet outlet;
    private final Time time;
    private final ConcurrentLinkedQueue<Sighting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();

    FindingRegister(Switches switches, Lifecycle lifecycle, Outlet outlet, Time time) {
        this.switches = switches;
        this.lifecycle = lifecycle;
        this.outlet = outlet;
        this.time = time;
    }

    @Override
    public void raise(Finding finding) {
        if (!switches.allows(finding)) {
            return;
        }
        Operation exemplar = finding.exemplar();
        Finding before = null;
        if (exemplar != null && finding.severity() != Severity.INFO) {
            before = exemplar.unit().flag(finding);
        }
        offer(Sighting.of(finding, before, time.nanos()));
    }

    @Override
    public void clear(long id) {
        offer(Sighting.clear(id, time.nanos()));
    }

    private void offer(Sighting sighting) {
        if (waitingCount.incrementAndGet() > MAX_WAITING) {
            waitingCount.decrementAndGet();
            outlet.dropped("sightings_full", 1);
            return;
        }
        waiting.add(sighting);
        workOff(MAX_IN_A_ROW);
    }

    private void workOff(int atMost) {
        int done = 0;
        while (done < atMost && !waiting.isEmpty() && busy.compareAndSet(false, true)) {
            try {
                for (Sighting next = waiting.poll(); next != null; next = waiting.poll()) {
                    waitingCount.decrementAndGet();
                    lifecycle.see(next);
                    if (++done == atMost) {
                        break;
                    }
                }
            } finally {
                busy.set(false);
            }
        }
    }

    /** Time has passed; called by the clock alone. Does nothing while another thread is at work: the next second will do. */
    void tick(long nowNanos) {
        workOff(MAX_WAITING);
        if (busy.compareAndSet(false, true)) {
            try {
                lifecycle.tick(nowNanos);
            } finally {
                busy.set(false);
            }
        }
    }

    /** Works off all that waits, as far as no other thread is at it for longer than a moment. */
    void drain() {
        for (int i = 0; i < PATIENCE && !waiting.isEmpty(); i++) {
            workOff(MAX_WAITING);
            Thread.onSpinWait();
        }
    }

    /** How many findings are open. */
    int open() {
        return lifecycle.open();
    }
}
