// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps errors of one class of advice, in one woven class, away from the application: what the advice throws is counted and
 * swallowed, and after three errors the advice is replaced by nothing at all. Ten minutes later it gets one more chance.
 *
 * <p>Enter and exit advice share one fuse: an exit that no longer ran while its enter did would leave every operation open.
 * A {@link VirtualMachineError} says something of the application's stack or heap and nothing of the advice, and does not
 * count.
 *
 * <p>An intact fuse costs nothing once the call site is compiled: it is a handler around the advice, not a check.
 */
public final class Fuse {
    static final int LIMIT = 3;
    static final long PAUSE_NANOS = 600_000_000_000L;

    private static final MethodHandle FAILED;

    static {
        try {
            FAILED = MethodHandles.lookup()
                    .findVirtual(Fuse.class, "failed", MethodType.methodType(void.class, Throwable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String advice;
    private final String woven;
    private final Report report;
    private final List<Site> sites = new ArrayList<>(4);
    private int errors;
    private boolean blown;
    private boolean rearmed;
    private long blownAtNanos;

    /** Who is told of errors. */
    interface Report {
        /** @param first whether this is the first error of this fuse */
        void failed(String advice, String woven, Throwable thrown, boolean first);

        void blown(Fuse fuse, String advice, String woven, boolean forGood);
    }

    Fuse(String advice, String woven, Report report) {
        this.advice = advice;
        this.woven = woven;
        this.report = report;
    }

    /** Connects a call site to its advice, as long as the fuse is intact. */
    synchronized void connect(MutableCallSite site, MethodHandle handle) {
        MethodType type = site.type();
        MethodHandle failed = FAILED.bindTo(this);
        if (type.returnType() != void.class) {
            failed = MethodHandles.filterReturnValue(
                    failed, MethodHandles.empty(MethodType.methodType(type.returnType())));
        }
        MethodHandle guarded = MethodHandles.catchException(
                handle.asType(type), Throwable.class, MethodHandles.dropArguments(failed, 1, type.parameterList()));
        sites.removeIf(Site::isGone);
        sites.add(new Site(site, guarded));
        site.setTarget(blown ? MethodHandles.empty(type) : guarded);
    }

    /** The advice has thrown; called in its place, on the application's thread. */
    void failed(Throwable thrown) {
        if (thrown instanceof VirtualMachineError) {
            return;
        }
        boolean first;
        boolean blows;
        synchronized (this) {
            if (blown) {
                return;
            }
            first = errors++ == 0;
            blows = errors >= LIMIT;
            if (blows) {
                blown = true;
                blownAtNanos = System.nanoTime();
                switchSites();
            }
        }
        report.failed(advice, woven, thrown, first);
        if (blows) {
            report.blown(this, advice, woven, rearmed);
        }
    }

    /** Puts the advice back, once, where the fuse has been blown for ten minutes. Answers whether it may blow again. */
    synchronized boolean rearm(long nowNanos) {
        if (blown && !rearmed && nowNanos - blownAtNanos >= PAUSE_NANOS) {
            rearmed = true;
            blown = false;
            errors = 0;
            switchSites();
        }
        return !rearmed;
    }

    synchronized boolean isBlown() {
        return blown;
    }

    private void switchSites() {
        List<MutableCallSite> changed = new ArrayList<>(sites.size());
        for (Site each : sites) {
            MutableCallSite site = each.get();
            if (site != null) {
                site.setTarget(blown ? MethodHandles.empty(site.type()) : each.guarded);
                changed.add(site);
            }
        }
        MutableCallSite.syncAll(changed.toArray(new MutableCallSite[0]));
    }

    /** A class that is woven anew, because another agent asked for it, leaves its old call sites to the collector. */
    private static final class Site extends WeakReference<MutableCallSite> {
        private final MethodHandle guarded;

        Site(MutableCallSite site, MethodHandle guarded) {
            super(site);
            this.guarded = guarded;
        }

        boolean isGone() {
            return get() == null;
        }

        @Override
        public @Nullable MutableCallSite get() {
            return super.get();
        }
    }
}
