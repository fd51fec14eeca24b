// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URL;

/**
 * Where the JVM enters the agent.
 *
 * <p>A premain class that cannot be linked, or throws, ends the JVM before the application starts. So this one is Java 8
 * byte code without a nested class or a lambda, and lets nothing out: an older JVM prints one line and runs on.
 */
public final class AgentMain {
    private static final String PREFIX = "[foreshock] ";
    private static final String ATTACHED = "dev.foreshock.attached";
    private static final int FLOOR = 17;

    private AgentMain() {}

    public static void premain(String args, Instrumentation instrumentation) {
        try {
            if (isJdkTool() || isSwitchedOff()) {
                return;
            }
            if (javaVersion() < FLOOR) {
                System.err.println(PREFIX + "needs Java " + FLOOR + " or later and does nothing on Java "
                        + System.getProperty("java.version"));
                return;
            }
            if (isPresent()) {
                System.err.println(PREFIX + "is attached twice; the second copy does nothing");
                return;
            }
            load(jarPath())
                    .getMethod("start", String.class, Instrumentation.class)
                    .invoke(null, args, instrumentation);
        } catch (Throwable e) {
            report(e);
        }
    }

    /** {@code java -jar foreshock-agent.jar}: what this is, and how to use it. */
    public static void main(String[] args) throws Exception {
        if (javaVersion() < FLOOR) {
            System.out.println(
                    "Foreshock needs Java " + FLOOR + " or later; this is Java " + System.getProperty("java.version"));
            return;
        }
        load(jarPath()).getMethod("describe", java.io.PrintStream.class).invoke(null, System.out);
    }

    private static Class<?> load(String jarPath) throws ReflectiveOperationException {
        ClassLoader loader = (ClassLoader) Class.forName("dev.foreshock.agent.AgentLoader")
                .getConstructor(String.class)
                .newInstance(jarPath);
        return Class.forName("dev.foreshock.core.boot.Agent", true, loader);
    }

    /** javac, jcmd and their like inherit {@code JAVA_TOOL_OPTIONS}, and are nobody's application. */
    private static boolean isJdkTool() {
        String module = System.getProperty("jdk.module.main");
        return module != null && (module.startsWith("jdk.") || module.startsWith("java."));
    }

    private static boolean isSwitchedOff() {
        return is("otel.javaagent.enabled", "false")
                || is("foreshock.enabled", "false")
                || is("otel.sdk.disabled", "true");
    }

    private static boolean is(String property, String value) {
        String set = System.getProperty(property);
        if (set == null || set.isEmpty()) {
            set = System.getenv(property.toUpperCase(java.util.Locale.ROOT).replace('.', '_'));
        }
        return set != null && value.equalsIgnoreCase(set.trim());
    }

    /** 8 for 1.8.0. */
    private static int javaVersion() {
        String version = System.getProperty("java.specification.version");
        return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    }

    /** Each copy has classes of its own, so only something that belongs to the JVM can tell. */
    private static boolean isPresent() {
        return System.getProperties().putIfAbsent(ATTACHED, "true") != null;
    }

    private static String jarPath() throws Exception {
        URL location = AgentMain.class.getProtectionDomain().getCodeSource().getLocation();
        return new File(location.toURI()).getPath();
    }

    private static void report(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        System.err.println(PREFIX + "does not start, the application runs without it: " + cause);
    }
}
