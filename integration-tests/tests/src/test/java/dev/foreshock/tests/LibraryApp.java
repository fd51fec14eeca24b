// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests;

import dev.foreshock.harness.Child;
import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.Sources;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program that uses one library, to test against. Its sources lie in {@code apps} and are compiled against the very version
 * that they run with, since no class path holds two servlet APIs, or two Jettys.
 *
 * @param library as in {@code libraries.txt}; {@code jdk} where the JDK alone is needed
 * @param sources simple names of classes in {@code apps}, the one with the main method first; with {@code .kt} behind it where
 *     that one is written in Kotlin
 */
public record LibraryApp(String library, String version, List<String> sources) {

    private static final String KOTLIN = ".kt";

    /** Many libraries use sun.misc.Unsafe, which JDK 25 warns of in four lines; the agent must not. */
    public static final String UNSAFE_OF_LIBRARIES = "^WARNING: (A terminally deprecated method in sun\\.misc\\.Unsafe|"
            + "sun\\.misc\\.Unsafe::\\w+ (will be removed|has been called by (?!dev\\.foreshock))|"
            + "Please consider reporting this to the maintainers of class (?!dev\\.foreshock))";

    public static LibraryApp of(String library, String version, String... sources) {
        return new LibraryApp(library, version, List.of(sources));
    }

    /** The program in a JVM of its own, not started yet. */
    public JvmBuilder jvm() throws IOException, URISyntaxException {
        List<Path> jars = library.equals("jdk") ? List.of() : Libraries.of(library, version);
        Path harness = Path.of(
                Child.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path directory =
                Files.createDirectories(Path.of("target", "apps", sources.get(0) + "-" + library + "-" + version));
        List<Path> classPath = new ArrayList<>(jars);
        classPath.add(harness);
        compile(directory.toAbsolutePath(), classPath);
        // Netty and others load libraries of their own, which JDK 25 warns of.
        return ForkedJvm.of("apps." + sources.get(0).replace(KOTLIN, "Kt"))
                .flags("--enable-native-access=ALL-UNNAMED")
                .expectStderr(UNSAFE_OF_LIBRARIES)
                .classPath(directory.toAbsolutePath())
                .classPath(classPath.toArray(new Path[0]));
    }

    private void compile(Path directory, List<Path> classPath) throws IOException {
        String jars = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Sources texts = new Sources().release(17).classPath(classPath);
        for (String source : sources) {
            if (!source.endsWith(KOTLIN)) {
                texts.add("apps/" + source, adapted(source, jars));
            }
        }
        texts.compileTo(directory);
        if (sources.get(0).endsWith(KOTLIN)) {
            compileKotlin(sources.get(0), directory, jars);
        }
    }

    private static void compileKotlin(String source, Path directory, String jars) throws IOException {
        Path file = directory.resolve(source);
        try (InputStream in = LibraryApp.class.getResourceAsStream("/apps/" + source)) {
            Files.write(file, in.readAllBytes());
        }
        ForkedJvm.of("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler")
                .withoutAgent()
                .jdk(Jdks.running())
                .flags("-XX:TieredStopAtLevel=1")
                .timeout(Duration.ofMinutes(5))
                .classPath(Libraries.of("kotlin-compiler", "latest").toArray(new Path[0]))
                .arguments("-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17")
                .arguments("-cp", directory + File.pathSeparator + jars, "-d", directory.toString(), file.toString())
                .run()
                .assertCode(0);
    }

    /** The low-level clients of search engines differ in their packages, and in those of the HTTP client below. */
    private static String searching(String source, String jars) {
        if (!source.contains("import org.elasticsearch.")) {
            return source;
        }
        String text = source;
        if (jars.contains("/opensearch-")) {
            text = text.replace("org.elasticsearch.", "org.opensearch.");
        } else if (jars.contains("/elasticsearch-java-9")) {
            text = text.replace("org.elasticsearch.client.", "co.elastic.clients.transport.rest5_client.low_level.")
                    .replace("RestClient", "Rest5Client")
                    .replace("getStatusLine().", "");
        }
        return jars.contains("/httpcore5-")
                ? text.replace("org.apache.http.Http", "org.apache.hc.core5.http.Http")
                : text;
    }

    /** The sources are written for {@code jakarta.servlet}, {@code jakarta.jms} and the packages of Jetty 9 to 11. */
    private static String adapted(String source, String jars) throws IOException {
        try (InputStream in = LibraryApp.class.getResourceAsStream("/apps/" + source + ".java")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            boolean jakarta = jars.contains("tomcat-embed-core-1")
                    || jars.contains("jakarta.servlet-api-5")
                    || jars.contains("jakarta.servlet-api-6")
                    || jars.contains("jetty-jakarta-servlet-api")
                    || jars.contains("jakarta.jms-api-3");
            String servlets = searching(jakarta ? text : text.replace("jakarta.", "javax."), jars);
            if (jars.contains("jetty-client-12")) {
                return servlets.replaceAll(
                        "org\\.eclipse\\.jetty\\.client\\.(api|util)\\.", "org.eclipse.jetty.client.");
            }
            return jars.contains("jetty-ee10")
                    ? servlets.replace("org.eclipse.jetty.servlet.", "org.eclipse.jetty.ee10.servlet.")
                    : servlets;
        }
    }
}
