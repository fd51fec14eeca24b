// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a class of the agent's own and runs it, so that ByteBuddy and the JDK's method handles are loaded before the
 * application's first class needs them, and on no thread of the application's.
 */
public final class Rehearsal {
    /** Advice in the usual form. */
    public static final class Part {
        private Part() {}

        @Advice.OnMethodEnter(inline = false)
        public static @Nullable Object enter(@Advice.This Object self, @Advice.Argument(0) String text) {
            return text;
        }

        @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
        public static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable error) {
            // Being called is all it is for.
        }
    }

    /** What is woven; made anew in a loader of its own. */
    public static final class Stage implements Runnable {
        @Override
        public void run() {
            play("");
        }

        /** The woven method. */
        public Object play(String text) {
            return text;
        }
    }

    private Rehearsal() {}

    static void run(ClassRewriter rewriter) throws ReflectiveOperationException, IOException {
        String stage = Stage.class.getName();
        ClassLoader agent = Rehearsal.class.getClassLoader();
        byte[] file;
        try (InputStream in = agent.getResourceAsStream(stage.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IOException(stage + " is not in the agent's jar");
            }
            file = in.readAllBytes();
        }
        WeavePoint point = WeavePoint.parse(Part.class.getName() + "\tmethods=play");
        byte[] woven = rewriter.rewrite(stage.replace('.', '/'), file, agent, List.of(point));
        ((Runnable) new StageLoader(agent).define(stage, woven).getConstructor().newInstance()).run();
    }

    private static final class StageLoader extends ClassLoader {
        StageLoader(ClassLoader agent) {
            super(agent);
        }

        Class<?> define(String name, byte[] file) {
            return defineClass(name, file, 0, file.length);
        }
    }
}
