// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.boot;

import dev.foreshock.api.AgentThread;
import dev.foreshock.core.config.InstrumentationSettings;
import dev.foreshock.core.config.Settings;
import dev.foreshock.core.config.Version;
import dev.foreshock.core.log.Log;
import dev.foreshock.core.weave.Diagnosis;
import dev.foreshock.core.weave.WeaveIndex;
import dev.foreshock.core.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Puts the agent together and starts it.
 *
 * <p>It runs before the application's {@code main} and is paid for by every start, so it loads next to nothing: what is not
 * needed until the first request or the first export is started by whoever needs it.
 */
public final class Agent {
    private static final long START_TIMEOUT_NANOS = 30_000_000_000L;

    private Agent() {}

    /**
     * Called by the agent's premain class, once.
     *
     * @param args what stands behind {@code -javaagent:foreshock-agent.jar=}
     */
    public static void start(@Nullable String args, Instrumentation instrumentation) throws Exception {
        Logger log = Log.of("boot");
        Settings settings = Surroundings.settings(log);
        Log.level(settings.get(BootSettings.LOG_LEVEL));
        Surroundings.reportUnknown(settings);
        preload();
        Diagnosis diagnosis = new Diagnosis();
        WeaveIndex index = WeaveIndex.parse(
                resource("META-INF/weave.index"),
                new Surroundings.Enabled(settings.get(InstrumentationSettings.DEFAULT_ENABLED)));
        Preparation preparation = new Preparation(settings, instrumentation, diagnosis, log);
        Weaver weaver = Weaver.start(index, instrumentation, preparation, diagnosis, preparation, log);
        boolean diagnose = "diagnose".equals(args) || settings.get(BootSettings.DIAGNOSE);
        Runtime.getRuntime()
                .addShutdownHook(
                        AgentThread.create("shutdown", new Shutdown(preparation, diagnose ? diagnosis : null)));
        if (log.isDebugEnabled()) {
            log.debug("Version {}, set: {}", Version.VALUE, AllSettings.effective(settings));
        }
        if (settings.get(BootSettings.WEAVE_AT_START)) {
            weaver.awaitReady(START_TIMEOUT_NANOS);
        }
    }

    /** Linking breaks where these are loaded only while a class is being woven. */
    private static void preload() throws ClassNotFoundException {
        Class.forName("java.util.concurrent.ThreadLocalRandom");
        Class.forName("java.lang.invoke.MethodHandle$1");
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = Agent.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the agent's jar");
            }
            return in.readAllBytes();
        }
    }

    /** What {@code java -jar foreshock-agent.jar} prints. */
    public static void describe(PrintStream out) {
        out.println("Foreshock " + Version.VALUE);
        out.println();
        out.println("Attach it to an application:");
        out.println();
        out.println("  java -javaagent:foreshock-agent.jar -jar application.jar");
        out.println();
        out.println("-javaagent:foreshock-agent.jar=diagnose says at exit what was woven, what was not, and why.");
        out.println();
        out.println("Settings, as environment variables; the system property of a name is in lower case with dots:");
        AllSettings.describe(out);
    }
}
