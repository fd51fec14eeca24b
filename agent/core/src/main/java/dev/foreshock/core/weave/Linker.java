// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Connects a woven method to its advice, the first time it runs.
 *
 * <p>The woven class holds the call site, the call site the advice, the advice its {@link PluginLoader}, and that the
 * application's class loader; the agent itself refers to all of them weakly, so a loader that the application drops can be
 * collected.
 *
 * <p>Where something goes wrong the call site does nothing, for good: no error reaches the application.
 */
public final class Linker implements Fuse.Report, Runnable {
    /** The sites met while this thread is linking another one. */
    private static final ThreadLocal<@Nullable List<Request>> LINKING = new ThreadLocal<>();

    private final ClassLoader agent;
    private final Diagnosis diagnosis;
    private final Logger log;
    private final Map<ClassLoader, WeakReference<PluginLoader>> loaders = new WeakHashMap<>();
    private final List<WeakReference<Fuse>> blown = new ArrayList<>();

    /** @param agent the loader of the agent's own classes, which also finds the class files of advice */
    public Linker(ClassLoader agent, Diagnosis diagnosis, Logger log) {
        this.agent = agent;
        this.diagnosis = diagnosis;
        this.log = log;
    }

    /** What the dispatcher calls: {@code (Lookup, String, MethodType, Object[])CallSite}. */
    public MethodHandle handle() throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(
                CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class, Object[].class);
        return MethodHandles.lookup().findVirtual(Linker.class, "link", type).bindTo(this);
    }

    /**
     * Links one call site.
     *
     * @param caller of the woven class
     * @param name the advice method's
     * @param type the call site's, in which every reference type is {@code Object}
     * @param arguments the name of the advice class, and the descriptor of the advice method
     */
    CallSite link(MethodHandles.Lookup caller, String name, MethodType type, Object[] arguments) {
        MutableCallSite site = new MutableCallSite(MethodHandles.empty(type));
        Request request = new Request(caller.lookupClass(), name, (String) arguments[0], (String) arguments[1], site);
        List<Request> nested = LINKING.get();
        if (nested != null) {
            // Linking has run into a woven method itself. It goes without advice for now.
            nested.add(request);
            return site;
        }
        nested = new ArrayList<>(2);
        LINKING.set(nested);
        try {
            nested.add(request);
            for (int i = 0; i < nested.size(); i++) {
                connect(nested.get(i));
            }
        } finally {
            LINKING.remove();
        }
        return site;
    }

    private void connect(Request request) {
        try {
            PluginLoader loader = loader(request.woven.getClassLoader());
            Class<?> advice = Class.forName(request.advice, true, loader);
            MethodType type = MethodType.fromMethodDescriptorString(request.descriptor, loader);
            MethodHandle handle = MethodHandles.publicLookup().findStatic(advice, request.name, type);
            loader.fuse(request.advice, request.woven.getName(), this).connect(request.site, handle);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            diagnosis.fuse(on(request.advice, request.woven.getName()), "cannot be linked: " + e);
            log.warn("{} cannot be linked and stays off", on(request.advice, request.woven.getName()), e);
        }
    }

    private PluginLoader loader(@Nullable ClassLoader target) {
        synchronized (loaders) {
            WeakReference<PluginLoader> reference = loaders.get(target);
            PluginLoader loader = reference == null ? null : reference.get();
            if (loader == null) {
                loader = new PluginLoader(agent, target);
                loaders.put(target, new WeakReference<>(loader));
            }
            return loader;
        }
    }

    @Override
    public void failed(String advice, String woven, Throwable thrown, boolean first) {
        if (first) {
            log.warn("{} failed; the application did not notice", on(advice, woven), thrown);
        }
    }

    @Override
    public void blown(Fuse fuse, String advice, String woven, boolean forGood) {
        diagnosis.fuse(on(advice, woven), forGood ? "blown twice, off for good" : "blown");
        log.warn(
                "{} is off{} after {} errors",
                on(advice, woven),
                forGood ? " for good" : " for ten minutes",
                Fuse.LIMIT);
        if (!forGood) {
            synchronized (blown) {
                blown.add(new WeakReference<>(fuse));
            }
        }
    }

    /** Gives advice that has been off for ten minutes one more chance. To be run every now and then; costs next to nothing. */
    @Override
    public void run() {
        rearm(System.nanoTime());
    }

    void rearm(long nowNanos) {
        synchronized (blown) {
            if (!blown.isEmpty()) {
                blown.removeIf(reference -> {
                    Fuse fuse = reference.get();
                    return fuse == null || !fuse.rearm(nowNanos);
                });
            }
        }
    }

    private static String on(String advice, String woven) {
        return "advice " + advice.substring(advice.lastIndexOf('.') + 1) + " on " + woven;
    }

    private static final class Request {
        private final Class<?> woven;
        private final String name;
        private final String advice;
        private final String descriptor;
        private final MutableCallSite site;

        Request(Class<?> woven, String name, String advice, String descriptor, MutableCallSite site) {
            this.woven = woven;
            this.name = name;
            this.advice = advice;
            this.descriptor = descriptor;
            this.site = site;
        }
    }
}
