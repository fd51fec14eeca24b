// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.core.log.Log;
import dev.foreshock.core.weave.Diagnosis;
import dev.foreshock.core.weave.Dispatcher;
import dev.foreshock.core.weave.Linker;
import dev.foreshock.core.weave.WeaveIndex;
import dev.foreshock.core.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import org.slf4j.Logger;

/**
 * Puts the agent together and starts it.
 *
 * <p>It runs before the application's {@code main} and is paid for by every start, so it loads next to nothing: what is not
 * needed until the first request or the first export is started by whoever needs it.
 */
public final class Agent {
    private Agent() {}

    /**
     * Called by the agent's premain class, once.
     *
     * @param args what stands behind {@code -javaagent:foreshock-agent.jar=}
     * @param jarPath where the agent's jar is
     */
    public static void start(String args, Instrumentation instrumentation, String jarPath) throws Exception {
        Switches switches = new Switches(args);
        Log.level(Switches.text("foreshock.log.level", "info"));
        Logger log = Log.of("weave");
        preload();
        Diagnosis diagnosis = new Diagnosis();
        Recording recording = Recording.start();
        Linker linker = new Linker(Agent.class.getClassLoader(), diagnosis, log);
        Class<?> dispatcher =
                Dispatcher.define(instrumentation, resource("ForeshockDispatcher.bytes"), linker.handle());
        WeaveIndex index = WeaveIndex.parse(resource("META-INF/weave.index"), switches);
        Weaver.start(index, instrumentation, dispatcher, diagnosis, recording, log);
        Runtime.getRuntime().addShutdownHook(new Shutdown(recording, switches.isDiagnosing() ? diagnosis : null));
    }

    /** Linking breaks where these are loaded only while a class is being woven. */
    private static void preload() throws ClassNotFoundException {
        Class.forName("java.util.concurrent.ThreadLocalRandom");
        Class.forName("java.lang.invoke.MethodHandle$1");
    }

    /** What {@code java -jar foreshock-agent.jar} prints. */
    public static void describe(PrintStream out) {
        out.println("Foreshock " + version());
        out.println();
        out.println("Attach it to an application:");
        out.println();
        out.println("  java -javaagent:foreshock-agent.jar -jar application.jar");
        out.println();
        out.println("  -javaagent:foreshock-agent.jar=diagnose says at exit what was woven, what was not, and why.");
    }

    private static String version() {
        String version = Agent.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Agent.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the agent's jar");
            }
            return in.readAllBytes();
        }
    }
}
