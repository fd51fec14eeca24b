// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Weaves classes that were loaded before the weaver was there or ready. Runs on the agent's own thread. */
final class LoadedClasses {
    private static final int PASSES = 20;
    private static final long PAUSE_NANOS = 50_000_000L;

    private final Instrumentation instrumentation;
    private final Weaver weaver;
    private final Diagnosis diagnosis;
    private final Logger log;

    LoadedClasses(Instrumentation instrumentation, Weaver weaver, Diagnosis diagnosis, Logger log) {
        this.instrumentation = instrumentation;
        this.weaver = weaver;
        this.diagnosis = diagnosis;
        this.log = log;
    }

    /**
     * Weaves all loaded classes that the index is for.
     *
     * @param letBy internal names of classes that were let by while they were being loaded; some of them may become visible
     *     only now, and are looked for during one more second
     */
    void weave(Set<String> letBy) {
        Set<String> missing = new HashSet<>();
        synchronized (letBy) {
            for (String name : letBy) {
                missing.add(name.replace('/', '.'));
            }
        }
        retransform(wanted(null, missing));
        for (int pass = 0; pass < PASSES && !missing.isEmpty(); pass++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            retransform(wanted(Set.copyOf(missing), missing));
        }
        weaver.forgetEarly();
    }

    /** The loaded classes to weave that are not woven yet, of the given names or of any; found ones are no longer missing. */
    private List<Class<?>> wanted(@Nullable Set<String> names, Set<String> missing) {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            try {
                if ((names == null || names.contains(type.getName()))
                        && weaver.wants(type)
                        && instrumentation.isModifiableClass(type)) {
                    missing.remove(type.getName());
                    if (!weaver.hasWoven(type)) {
                        found.add(type);
                    }
                }
            } catch (LinkageError e) {
                // A class whose supertypes are no longer there: its like cannot run either.
                log.debug("{} cannot be looked at", type.getName(), e);
            }
        }
        return found;
    }

    /** All or nothing is what the virtual machine offers: on an error the batch is halved until it names the class. */
    private void retransform(List<Class<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(batch.toArray(new Class<?>[0]));
        } catch (Throwable e) {
            // VerifyError, InternalError, UnmodifiableClassException: none of them may end this thread.
            if (batch.size() == 1) {
                diagnosis.notWoven(batch.get(0).getName(), "the virtual machine refused it: " + e);
                return;
            }
            retransform(batch.subList(0, batch.size() / 2));
            retransform(batch.subList(batch.size() / 2, batch.size()));
        }
    }
}
