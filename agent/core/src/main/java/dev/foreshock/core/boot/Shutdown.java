// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.log.Log;
import dev.foreshock.core.weave.Diagnosis;
import org.jspecify.annotations.Nullable;

/** What happens when the process ends: what is left is exported, within a bound, and the diagnosis is printed. */
final class Shutdown implements Runnable {
    private final Recording recording;
    private final @Nullable Diagnosis diagnosis;

    Shutdown(Recording recording, @Nullable Diagnosis diagnosis) {
        this.recording = recording;
        this.diagnosis = diagnosis;
    }

    @Override
    public void run() {
        recording.stop();
        if (diagnosis != null) {
            for (String line : diagnosis.lines()) {
                Log.print(line);
            }
        }
    }
}
