// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import dev.foreshock.harness.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures applications under all variants in turns: a round takes each variant once, each round begins with another one, and
 * the first round of a kind only warms up. The services of all variants live side by side while they are under load one
 * after the other, so that rounds lie close together.
 */
final class Comparison {
    /** Statements that one connection to H2 keeps; by default eight, fewer than a request makes. */
    private static final String H2_URL = "jdbc:h2:mem:service;DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=64";

    /** Hello World is soon over. */
    static final int HELLO_FACTOR = 2;

    /** Requests a second, some tenth or fifth of what two processors can do. */
    static final double RATE = 500;

    private static final double WARM_UP_SECONDS = 0.5;
    private static final long MOST_WARM_UP_NANOS = 60_000_000_000L;

    private final Path repository;
    private final Options options;

    Comparison(Path repository, Options options) {
        this.repository = repository;
        this.options = options;
    }

    Measurements measure(Application application) throws IOException, InterruptedException {
        if (application == Application.HELLO) {
            return hello(application);
        }
        if (application.database == Application.Database.H2) {
            return service(application, H2_URL);
        }
        try (PostgresServer server = PostgresServer.start()) {
            return service(application, server.jdbcUrl());
        }
    }

    private Measurements hello(Application application) throws IOException {
        Measurements all = new Measurements();
        for (int round = 1 - options.discarded(); round <= HELLO_FACTOR * options.rounds(); round++) {
            Measurements measured = new Measurements();
            for (Variant variant : turn(variants(application), round)) {
                double before = ProcessFigures.childrenCpuMillis();
                try (Subject subject = Subject.start(application, variant, repository, null)) {
                    StartRun.hello(subject, variant, before, measured);
                }
            }
            keep("start", measured, round, all);
        }
        return all;
    }

    private Measurements service(Application application, String database) throws IOException, InterruptedException {
        Measurements all = new Measurements();
        boolean first = application == Application.H2;
        boolean startsApart = first && options.starts() > 0;
        if (startsApart) {
            starts(application, database, all);
        }
        Map<Variant, Subject> subjects = new LinkedHashMap<>();
        try {
            for (Variant variant : variants(application)) {
                if (variant == Variant.EMPTY) {
                    continue;
                }
                Subject subject = Subject.start(application, variant, repository, database);
                subjects.put(variant, subject);
                StartRun.service(subject, variant, startsApart ? new Measurements() : all);
                warmUp(new Load(subject.port));
            }
            // All of them are warm already: what the others have fewer of are rounds that count.
            int last = first ? options.rounds() : (options.rounds() + 1) / 2;
            for (int round = first ? 1 - options.discarded() : 1; round <= last; round++) {
                Measurements measured = new Measurements();
                for (Variant variant : turn(List.copyOf(subjects.keySet()), round)) {
                    LoadRun run = new LoadRun(subject(subjects, variant), variant, measured);
                    run.closed(options.seconds());
                    run.atRate(options.seconds(), RATE);
                }
                keep("load", measured, round, all);
            }
            for (Map.Entry<Variant, Subject> entry : subjects.entrySet()) {
                new LoadRun(entry.getValue(), entry.getKey(), all).after();
            }
        } finally {
            subjects.values().forEach(Subject::close);
        }
        return all;
    }

    private void warmUp(Load load) throws IOException, InterruptedException {
        long end = System.nanoTime() + MOST_WARM_UP_NANOS;
        for (long requests = 0; requests < options.warmUpRequests() && System.nanoTime() - end < 0; ) {
            requests += load.closed(WARM_UP_SECONDS).requests();
        }
    }

    private void starts(Application application, String database, Measurements all)
            throws IOException, InterruptedException {
        for (int round = 1 - options.discarded(); round <= options.starts(); round++) {
            Measurements measured = new Measurements();
            for (Variant variant : turn(variants(application), round)) {
                try (Subject subject = Subject.start(application, variant, repository, database)) {
                    StartRun.service(subject, variant, measured);
                    subject.end();
                }
            }
            keep("start", measured, round, all);
        }
    }

    private static void keep(String what, Measurements measured, int round, Measurements all) {
        System.out.println("  " + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + what
                + ", round " + round + (round <= 0 ? ", not counted" : ""));
        if (round > 0) {
            all.addAll(measured);
        }
    }

    private static Subject subject(Map<Variant, Subject> subjects, Variant variant) {
        @Nullable Subject subject = subjects.get(variant);
        if (subject == null) {
            throw new IllegalStateException(variant + " does not run");
        }
        return subject;
    }

    /**
     * All for Spring Boot on H2. The others do with fewer, since each takes its time: Hello World with one OpenTelemetry agent, as it
     * comes, and the services with the one that does the same as we do.
     */
    private List<Variant> variants(Application application) {
        List<Variant> variants = new ArrayList<>(options.variants());
        if (application == Application.HELLO) {
            variants.remove(Variant.OTEL_SAME);
        } else if (application != Application.H2) {
            variants.removeAll(List.of(Variant.EMPTY, Variant.OTEL));
        }
        return variants;
    }

    private static List<Variant> turn(List<Variant> variants, int round) {
        List<Variant> turned = new ArrayList<>(variants);
        Collections.rotate(turned, round);
        return turned;
    }
}
