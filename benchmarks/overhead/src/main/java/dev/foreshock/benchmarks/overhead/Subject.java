// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One application that runs under one variant, and what it exports. */
final class Subject implements AutoCloseable {
    private static final double NANOS_PER_MILLI = 1e6;

    /** What the application says of itself: allocated since its start, live heap and metaspace in bytes. */
    record Figures(double allocated, double heap, double metaspace, double classes, double threads) {
        private static Figures of(Map<String, Double> answers) {
            return new Figures(
                    answers.getOrDefault("allocated", 0.0),
                    answers.getOrDefault("heap", 0.0),
                    answers.getOrDefault("metaspace", 0.0),
                    answers.getOrDefault("classes", 0.0),
                    answers.getOrDefault("threads", 0.0));
        }
    }

    private final ForkedJvm jvm;
    private final Receiver receiver;
    private final long startNanos = System.nanoTime();
    private int questions;

    /** Milliseconds from the start of the process until it did what it is there for. */
    final double startWallMillis;

    final double startCpuMillis;

    /** Where a service listens, 0 for others. */
    final int port;

    private Subject(Application application, Receiver receiver, JvmBuilder builder) throws IOException {
        this.receiver = receiver;
        jvm = builder.start();
        String ready = jvm.awaitLine(line -> line.startsWith(application.readyLine()));
        startWallMillis = (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
        startCpuMillis = ProcessFigures.cpuMillis(jvm.pid());
        port = application.isService() ? Integer.parseInt(ready.substring("READY ".length())) : 0;
    }

    /** Starts it and waits until it is ready. */
    static Subject start(Application application, Variant variant, Path repository, @Nullable String database)
            throws IOException {
        JvmBuilder builder =
                ForkedJvm.ofJar(application.jar(repository)).withoutAgent().weaveInBackground();
        builder.flags(application.flags.split(" ", -1));
        Path agent = variant.jar(repository);
        if (agent != null) {
            builder.agentJar(agent);
        }
        Variant.exportSettings().forEach(builder::environment);
        variant.ownSettings().forEach(builder::environment);
        if (database != null) {
            builder.environment("SPRING_DATASOURCE_URL", database);
        }
        Receiver receiver = Receiver.start();
        try {
            builder.environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
            return new Subject(application, receiver, builder);
        } catch (IOException | RuntimeException | AssertionError failed) {
            receiver.close();
            throw failed;
        }
    }

    Receiver receiver() {
        return receiver;
    }

    /** Since its start. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    double cpuMillis() throws IOException {
        return ProcessFigures.cpuMillis(jvm.pid());
    }

    double residentMebibytes() throws IOException {
        return ProcessFigures.residentMebibytes(jvm.pid());
    }

    Figures figures() throws IOException {
        return Figures.of(ask("figures"));
    }

    /** The same after a garbage collection. */
    Figures figuresAfterCollection() throws IOException {
        return Figures.of(ask("collect"));
    }

    /** The names of its threads, and how many have each. */
    Map<String, Integer> threads() throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        ask("threads").forEach((name, count) -> names.put(name, count.intValue()));
        return names;
    }

    /** Ends its standard input and waits until it has ended. Answers how many milliseconds that took. */
    double end() throws IOException {
        return jvm.finish().ending().toNanos() / NANOS_PER_MILLI;
    }

    private Map<String, Double> ask(String question) throws IOException {
        String prefix = "FIGURES " + ++questions + " ";
        jvm.send(question + " " + questions);
        Map<String, Double> answers = new HashMap<>();
        for (String answer : jvm.awaitLine(line -> line.startsWith(prefix))
                .substring(prefix.length())
                .split(" ", -1)) {
            int equals = answer.lastIndexOf('=');
            answers.put(answer.substring(0, equals), Double.valueOf(answer.substring(equals + 1)));
        }
        return answers;
    }

    @Override
    public void close() {
        jvm.close();
        receiver.close();
    }
}
