// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.trace;

import dev.foreshock.api.Associations;
import dev.foreshock.api.ConnectionPools;

/** What the clock thread does every second: reads the clock, closes what has gone quiet, forgets what is no longer used. */
final class EverySecond implements Runnable {
    private final Units units;
    private final TraceRecorder recorder;

    EverySecond(Units units, TraceRecorder recorder) {
        this.units = units;
        this.recorder = recorder;
    }

    @Override
    public void run() {
        units.synchronizeClock();
        recorder.closeIdle();
        Associations.purge();
        ConnectionPools.tidy();
    }
}
