// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.log.Log;
import dev.foreshock.core.weave.Diagnosis;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens when the process ends: what is left is exported, within a bound, and the diagnosis is printed. */
final class Shutdown implements Runnable {
    private final Preparation preparation;
    private final @Nullable Diagnosis diagnosis;

    Shutdown(Preparation preparation, @Nullable Diagnosis diagnosis) {
        this.preparation = preparation;
        this.diagnosis = diagnosis;
    }

    @Override
    public void run() {
        Recording recording = preparation.recording();
        if (recording != null) {
            stop(recording);
        }
        if (diagnosis != null) {
            for (String line : diagnosis.lines()) {
                Log.print(line);
            }
            if (recording != null) {
                printDropped(recording);
            }
        }
    }

    private static void stop(Recording recording) {
        try {
            recording.stop();
        } catch (RuntimeException | LinkageError e) {
            // The agent's jar may have been overwritten meanwhile: then classes that end it cannot be loaded any more.
            Log.print("What was not exported yet is lost: " + e);
        }
    }

    private static void printDropped(Recording recording) {
        for (Map.Entry<String, Long> entry : recording.dropped().entrySet()) {
            if (entry.getValue() > 0) {
                Log.print("dropped: " + entry.getValue() + " because of " + entry.getKey());
            }
        }
    }
}
