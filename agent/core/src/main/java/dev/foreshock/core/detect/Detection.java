// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.export.Exporter;
import dev.foreshock.core.metrics.Metrics;
import java.util.function.Consumer;

/**
 * Detection as the rest of the agent sees it: told what happens in units of work, it raises findings and announces them.
 *
 * <p>Threading: {@link #counted} and {@link #unitEnded} are called on application threads, never under the unit's guard.
 * Nothing here throws, blocks, or keeps a unit of work alive.
 */
public final class Detection {
    private final Clock clock = new Clock();

    /**
     * Creating one loads next to nothing: rules and tables are built when the first unit ends.
     *
     * @param stderrLine takes one line for each finding that opens
     */
    @SuppressWarnings("UnusedVariable") // used by the rules, which come with the next commit
    public Detection(Settings settings, Exporter exporter, Metrics metrics, Consumer<String> stderrLine) {}

    /**
     * The count of a group has become 3, 10, 50, 500, 5,000 or a multiple of 1,000. To be called on the thread that made the
     * call, right after it, while its stack still shows where it came from, and without holding the unit's guard.
     */
    public void counted(LocalTrace unit, Group group, int count) {}

    /**
     * The unit is frozen, and it is not decided yet whether it is kept: findings raised here flag it. To be called without
     * holding its guard.
     */
    public void unitEnded(LocalTrace unit) {}

    /** Starts the clock thread. */
    public void start() {
        clock.start();
    }

    /** Runs the task on the clock thread once a second. What it throws is swallowed. */
    public void everySecond(Runnable task) {
        clock.everySecond(task);
    }

    /** Prints what still waits to be printed; to be called when the process ends. */
    public void flush() {}
}
