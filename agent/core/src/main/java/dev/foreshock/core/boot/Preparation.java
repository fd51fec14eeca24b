// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.config.Settings;
import dev.foreshock.core.weave.Diagnosis;
import dev.foreshock.core.weave.Dispatcher;
import dev.foreshock.core.weave.Linker;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What must be there before the first woven method runs, and not earlier: the dispatcher, the linker, and everything that
 * records. It is started on the agent's own thread, so that a program which ends at once does not pay for it.
 */
final class Preparation implements Callable<Class<?>>, Runnable {
    private final Settings settings;
    private final Instrumentation instrumentation;
    private final Diagnosis diagnosis;
    private final Logger log;
    private @Nullable Recording recording;
    private boolean foreignTracer;

    Preparation(Settings settings, Instrumentation instrumentation, Diagnosis diagnosis, Logger log) {
        this.settings = settings;
        this.instrumentation = instrumentation;
        this.diagnosis = diagnosis;
        this.log = log;
    }

    /** Starts it all, and answers the dispatcher. */
    @Override
    public Class<?> call() throws Exception {
        Linker linker = new Linker(Preparation.class.getClassLoader(), diagnosis, log);
        start(linker);
        return Dispatcher.define(instrumentation, Agent.resource("ForeshockDispatcher.bytes"), linker.handle());
    }

    private synchronized void start(Linker linker) {
        Recording started = Recording.start(settings, diagnosis);
        started.everySecond(linker);
        if (foreignTracer) {
            started.run();
        }
        recording = started;
    }

    /** A tracer of the application's own has been loaded. */
    @Override
    public synchronized void run() {
        foreignTracer = true;
        if (recording != null) {
            recording.run();
        }
    }

    /** {@code null} where the application has ended before anything could be recorded. */
    synchronized @Nullable Recording recording() {
        return recording;
    }
}
