// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import dev.foreshock.api.AgentThread;
import java.lang.instrument.Instrumentation;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Gets ByteBuddy ready on a thread of its own, and then has woven what was loaded before.
 *
 * <p>A program that ends at once never pays for it: the thread begins after 50 ms, or when the first class wants to be
 * woven. Until it is done, classes of the boot loader load as they are, and the others share 300 ms of waiting, for the whole
 * process; whatever was let by is woven afterwards.
 */
final class WarmUp {
    private static final long HEAD_START_MILLIS = 50;
    private static final long PATIENCE_NANOS = 300_000_000L;

    private final Instrumentation instrumentation;
    private final ClassLoader agent;
    private final Callable<Class<?>> preparation;
    private final Diagnosis diagnosis;
    private final Logger log;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Set<String> letBy = new HashSet<>();
    private volatile @Nullable ClassRewriter rewriter;
    private long deadlineNanos;
    private boolean waitedFor;

    WarmUp(
            Instrumentation instrumentation,
            ClassLoader agent,
            Callable<Class<?>> preparation,
            Diagnosis diagnosis,
            Logger log) {
        this.instrumentation = instrumentation;
        this.agent = agent;
        this.preparation = preparation;
        this.diagnosis = diagnosis;
        this.log = log;
    }

    void start(Weaver weaver) {
        AgentThread.create("weave", new Runnable() {
                    @Override
                    public void run() {
                        WarmUp.this.run(weaver);
                    }
                })
                .start();
    }

    void awaitDone(long timeoutNanos) {
        wanted.countDown();
        if (!await(done, timeoutNanos)) {
            log.warn("The application starts before the weaver is ready");
        }
    }

    /** The rewriter, or {@code null} where the class must load as it is and is woven later. */
    @Nullable
    ClassRewriter rewriter(@Nullable ClassLoader loader, String name) {
        ClassRewriter present = rewriter;
        if (present != null) {
            return present;
        }
        wanted.countDown();
        if (loader != null && !(Thread.currentThread() instanceof AgentThread)) {
            await();
        }
        synchronized (letBy) {
            present = rewriter;
            if (present == null) {
                letBy.add(name);
                diagnosis.notWoven(name, "it was loaded before the weaver was ready");
            }
        }
        return present;
    }

    private void await() {
        long left;
        synchronized (letBy) {
            long now = System.nanoTime();
            if (!waitedFor) {
                waitedFor = true;
                deadlineNanos = now + PATIENCE_NANOS;
            }
            left = deadlineNanos - now;
        }
        if (left > 0 && !await(ready, left)) {
            log.debug("A class could not wait any longer to be woven");
        }
    }

    private static boolean await(CountDownLatch latch, long timeoutNanos) {
        try {
            return latch.await(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(Weaver weaver) {
        try {
            if (wanted.await(HEAD_START_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("A class waits to be woven");
            }
            ClassRewriter made = new ClassRewriter(agent, preparation.call());
            Rehearsal.run(made);
            synchronized (letBy) {
                rewriter = made;
            }
            ready.countDown();
            new LoadedClasses(instrumentation, weaver, diagnosis, log).weave(letBy);
        } catch (Throwable e) {
            // An Error too: a damaged jar shows as one. The application runs on without the agent.
            log.error("Nothing is woven: the weaver does not start", e);
        } finally {
            ready.countDown();
            done.countDown();
        }
    }
}
