// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import dev.foreshock.api.AgentThread;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Looks at every class that is loaded and weaves those that the index names.
 *
 * <p>Nearly all are turned away by their name alone, in some tens of nanoseconds; only then is the class file looked at, and
 * only where a method matches does ByteBuddy see it. Whatever goes wrong, the class loads as it was.
 */
public final class Weaver implements ClassFileTransformer {
    private static final int JAVA_6 = 50;
    private static final int JAVA_7 = 51;
    private static final int MAJOR_VERSION_AT = 7;

    private final WeaveIndex index;
    private final Diagnosis diagnosis;
    private final WarmUp warmUp;
    private final Logger log;
    private final Runnable foreignTracerFound;
    private volatile boolean lookingForTracer = true;
    private final Set<String> early = ConcurrentHashMap.newKeySet();
    private volatile boolean remembering = true;

    private Weaver(WeaveIndex index, Diagnosis diagnosis, WarmUp warmUp, Runnable foreignTracerFound, Logger log) {
        this.index = index;
        this.diagnosis = diagnosis;
        this.warmUp = warmUp;
        this.foreignTracerFound = foreignTracerFound;
        this.log = log;
    }

    /**
     * Starts weaving: from here on for every class that is loaded, and in the background for those that are there already.
     *
     * @param preparation is run on the agent's own thread before the first class is woven, and answers the class that {@link
     *     Dispatcher#define} gave
     * @param foreignTracerFound is run once, when a class of a tracer of the application's own is loaded
     */
    public static Weaver start(
            WeaveIndex index,
            Instrumentation instrumentation,
            Callable<Class<?>> preparation,
            Diagnosis diagnosis,
            Runnable foreignTracerFound,
            Logger log) {
        ClassLoader agent = Weaver.class.getClassLoader();
        WarmUp warmUp = new WarmUp(instrumentation, agent, preparation, diagnosis, log);
        Weaver weaver = new Weaver(index, diagnosis, warmUp, foreignTracerFound, log);
        instrumentation.addTransformer(weaver, true);
        warmUp.start(weaver);
        return weaver;
    }

    /** Waits until what is loaded already has been woven, and whatever comes will be. */
    public void awaitReady(long timeoutNanos) {
        warmUp.awaitDone(timeoutNanos);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> loaded,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (name == null) {
            return null;
        }
        lookForTracer(name);
        WeavePoint[] named = index.named(name);
        List<WeavePoint> hinted = index.hinted(name);
        if ((named.length == 0 && hinted == null) || (loader != null && ForeignClasses.isAgent(loader))) {
            return null;
        }
        long began = System.nanoTime();
        try {
            return weave(loader, name, loaded, classFile, named, hinted);
        } catch (Throwable e) {
            // An Error as well: this runs inside the application's class loading, which must go on.
            diagnosis.notWoven(name, e.toString());
            log.debug("{} cannot be woven", name, e);
            return null;
        } finally {
            if (!(Thread.currentThread() instanceof AgentThread)) {
                diagnosis.heldUp(System.nanoTime() - began);
            }
        }
    }

    private void lookForTracer(String name) {
        if (lookingForTracer && ForeignClasses.isTracer(name)) {
            lookingForTracer = false;
            foreignTracerFound.run();
        }
    }

    private byte @Nullable [] weave(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> loaded,
            byte[] classFile,
            WeavePoint[] named,
            @Nullable List<WeavePoint> hinted) {
        if (named.length == 0 && ForeignClasses.contains(name, loader)) {
            return null;
        }
        ClassHeader header = new ClassHeader(classFile);
        List<WeavePoint> points = matching(loader, name, loaded, header, named, hinted);
        if (points.isEmpty()) {
            return null;
        }
        boolean raised = header.majorVersion() == JAVA_6 && areFromJava6(points);
        if (header.majorVersion() < JAVA_7 && !raised) {
            diagnosis.notWoven(
                    name, "its class file has version " + header.majorVersion() + ", which knows no invokedynamic");
            return null;
        }
        ClassRewriter rewriter = warmUp.rewriter(loader, name);
        if (rewriter == null) {
            return null;
        }
        byte[] woven = rewriter.rewrite(name, raised ? asJava7(classFile) : classFile, loader, points);
        diagnosis.woven(name, points);
        if (remembering) {
            early.add(key(name, loader));
        }
        return woven;
    }

    private static boolean areFromJava6(List<WeavePoint> points) {
        for (WeavePoint point : points) {
            if (!point.isFromJava6()) {
                return false;
            }
        }
        return true;
    }

    private static byte[] asJava7(byte[] classFile) {
        byte[] raised = classFile.clone();
        raised[MAJOR_VERSION_AT] = JAVA_7;
        return raised;
    }

    private static List<WeavePoint> matching(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> loaded,
            ClassHeader header,
            WeavePoint[] named,
            @Nullable List<WeavePoint> hinted) {
        List<WeavePoint> points = new ArrayList<>(4);
        for (WeavePoint point : named) {
            if (header.declaresMethodFor(point)) {
                points.add(point);
            }
        }
        if (hinted == null || header.isInterface() || ForeignClasses.contains(name, loader)) {
            return points;
        }
        Set<String> supertypes = null;
        for (WeavePoint point : hinted) {
            if (points.contains(point) || !header.declaresMethodFor(point)) {
                continue;
            }
            if (supertypes == null) {
                supertypes = loaded == null ? Supertypes.of(header, loader) : Supertypes.of(loaded);
            }
            if (isSubtype(point, supertypes)) {
                points.add(point);
            }
        }
        return points;
    }

    private static boolean isSubtype(WeavePoint point, Set<String> supertypes) {
        for (String type : point.subtypesOf()) {
            if (supertypes.contains(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class that was loaded before the weaver was there is to be woven now. */
    boolean wants(Class<?> type) {
        if (type.isArray() || type.isPrimitive() || type.isHidden()) {
            return false;
        }
        String name = type.getName().replace('.', '/');
        // Another agent came first, or the class lay in an ahead-of-time cache.
        lookForTracer(name);
        ClassLoader loader = type.getClassLoader();
        if (loader != null && ForeignClasses.isAgent(loader)) {
            return false;
        }
        if (index.named(name).length > 0) {
            return true;
        }
        List<WeavePoint> hinted = type.isInterface() ? null : index.hinted(name);
        if (hinted == null || ForeignClasses.contains(name, loader)) {
            return false;
        }
        Set<String> supertypes = Supertypes.of(type);
        for (WeavePoint point : hinted) {
            if (isSubtype(point, supertypes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the class was woven when it was loaded; remembered until {@link #forgetEarly}. */
    boolean hasWoven(Class<?> type) {
        return early.contains(key(type.getName().replace('.', '/'), type.getClassLoader()));
    }

    /** What was loaded before has been woven: from here on nobody asks. */
    void forgetEarly() {
        remembering = false;
        early.clear();
    }

    private static String key(String internalName, @Nullable ClassLoader loader) {
        return internalName + ' ' + System.identityHashCode(loader);
    }
}
