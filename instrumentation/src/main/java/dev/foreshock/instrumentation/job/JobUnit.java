// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.job;

import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as a unit of work and a trace of its own, whoever scheduled it. Its name is the class and the method, as
 * {@code OrderJob.refresh}, which a schedule cannot multiply.
 */
public final class JobUnit {
    private static final String GENERATED = "$$";

    private JobUnit() {}

    /** The root of a run that begins on this thread; {@code null} where it runs as a part of something else. */
    public static @Nullable Operation begin(Class<?> job, String method) {
        Operation root = Recorder.instance().beginUnit(Kind.JOB, header -> null);
        if (root != null) {
            String name = written(job.getName());
            root.unit().route(name.substring(name.lastIndexOf('.') + 1) + '.' + method);
            root.attribute("code.function.name", name + '.' + method);
        }
        return root;
    }

    /** The name of the class as it was written, where a framework has made a subclass of it. */
    private static String written(String name) {
        int generated = name.indexOf(GENERATED);
        return generated > 0 ? name.substring(0, generated) : name;
    }
}
