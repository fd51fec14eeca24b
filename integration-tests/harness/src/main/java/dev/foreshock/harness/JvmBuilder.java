// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a forked JVM runs and with what. By default: the JDK that {@link Jdks#ofChildren} names, the packaged agent, a small heap, the test's
 * own classes, and no variable of this process that an agent would read. Not thread-safe; used once.
 */
public final class JvmBuilder {
    private static final List<String> INHERITED_BY_NO_CHILD =
            List.of("OTEL_", "FORESHOCK_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

    private final List<String> target;
    private final List<Path> classPath = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<Pattern> expectedStderr = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path jdk = Jdks.ofChildren();
    private Duration timeout = Duration.ofMinutes(2);
    private @Nullable Path workingDirectory;
    private @Nullable String agent;

    JvmBuilder(List<String> target) {
        this.target = target;
        this.agent = "-javaagent:" + agentJar();
        flags.add("-Xmx256m");
        // A test's first call must be seen as surely as its last, on a machine however busy.
        environment.put("FORESHOCK_WEAVE_AT_START", "true");
    }

    /**
     * The packaged agent: the system property {@code foreshock.agent.jar}, else where the build leaves it.
     *
     * @return an absolute path; whether a file is there shows when a JVM is started with it
     */
    public static Path agentJar() {
        String named = System.getProperty("foreshock.agent.jar");
        if (named != null) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        return repositoryRoot().resolve("agent/dist/target/foreshock-agent.jar");
    }

    /** The directory above the working directory that holds {@code mvnw}, or where there is none the working directory. */
    public static Path repositoryRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path up = here; up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve("mvnw"))) {
                return up;
            }
        }
        return here;
    }

    /** Lets the agent get ready in the background while the application runs, as it does for users. */
    public JvmBuilder weaveInBackground() {
        environment.remove("FORESHOCK_WEAVE_AT_START");
        return this;
    }

    public JvmBuilder withoutAgent() {
        agent = null;
        return this;
    }

    /** Attaches the agent with arguments, as {@code diagnose}. */
    public JvmBuilder agentArguments(String agentArguments) {
        agent = "-javaagent:" + agentJar() + "=" + agentArguments;
        return this;
    }

    /** Attaches this copy of the agent's jar. */
    public JvmBuilder agentJar(Path jar) {
        agent = "-javaagent:" + jar;
        return this;
    }

    public JvmBuilder jdk(Path home) {
        jdk = home;
        return this;
    }

    /** Lets the agent export to the receiver by http/protobuf. */
    public JvmBuilder exportTo(OtlpReceiver receiver) {
        environment.putAll(receiver.environment());
        return this;
    }

    /** Lets the agent export to the receiver by gRPC. */
    public JvmBuilder exportByGrpcTo(OtlpReceiver receiver) {
        environment.putAll(receiver.grpcEnvironment());
        return this;
    }

    /** Adds the directory or jar that the class was loaded from. */
    public JvmBuilder classPathOf(Class<?> type) {
        return classPath(source(type));
    }

    public JvmBuilder classPath(Path... entries) {
        classPath.addAll(List.of(entries));
        return this;
    }

    /** Adds a library and all it needs. */
    public JvmBuilder library(String name, String version) {
        classPath.addAll(Libraries.of(name, version));
        return this;
    }

    public JvmBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public JvmBuilder systemProperty(String name, String value) {
        flags.add("-D" + name + "=" + value);
        return this;
    }

    public JvmBuilder flags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    public JvmBuilder arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Allows lines on standard error in which the regular expression is found. */
    public JvmBuilder expectStderr(String regex) {
        expectedStderr.add(Pattern.compile(regex));
        return this;
    }

    public JvmBuilder workingDirectory(Path directory) {
        workingDirectory = directory;
        return this;
    }

    /** How long the JVM may take to get ready, and to end once it is asked to; then it is killed. */
    public JvmBuilder timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** The command line, without starting it. */
    public List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        if (agent != null) {
            command.add(agent);
        }
        command.addAll(flags);
        if (!classPath.isEmpty()) {
            command.add("-cp");
            command.add(
                    classPath.stream().map(Path::toString).distinct().collect(Collectors.joining(File.pathSeparator)));
        }
        command.addAll(target);
        command.addAll(arguments);
        return command;
    }

    public ForkedJvm start() throws IOException {
        ProcessBuilder process = new ProcessBuilder(command());
        process.environment()
                .keySet()
                .removeIf(name -> INHERITED_BY_NO_CHILD.stream().anyMatch(name::startsWith));
        process.environment().putAll(environment);
        if (workingDirectory != null) {
            process.directory(workingDirectory.toFile());
        }
        return new ForkedJvm(process.start(), timeout, List.copyOf(expectedStderr));
    }

    /** Starts the JVM and waits for its end. */
    public JvmExit run() throws IOException {
        try (ForkedJvm jvm = start()) {
            return jvm.finish();
        }
    }

    private static Path source(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("no class path entry for " + type, broken);
        }
    }
}
