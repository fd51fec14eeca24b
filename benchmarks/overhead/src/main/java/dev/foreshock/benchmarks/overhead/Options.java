// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param discarded how many rounds are run before them and not counted
 * @param rounds how often each figure is taken for Spring Boot on H2; twice as often for Hello World, half as often for the others
 * @param starts how often a service is only started, for Spring Boot on H2; where it is 0, and for the others, the start
 *     before the load is what counts
 * @param seconds how long each window of load lasts
 * @param warmUpRequests how many requests each process has answered before any of them is measured
 * @param output the file that the tables go to
 */
record Options(
        int discarded,
        int rounds,
        int starts,
        double seconds,
        int warmUpRequests,
        List<Application> applications,
        List<Variant> variants,
        Path output) {
    static final String USAGE = """
            java -jar foreshock-overhead.jar [--rounds N] [--starts N] [--quick] [--applications hello,h2,postgres,small,single]
                [--agents none,empty,foreshock,otel,otel-same] [--output FILE]""";

    private static final int ROUNDS = 4;
    private static final double SECONDS = 4;

    /** Until then the compilers are busy, and what they do would count as the cost of an agent. */
    private static final int WARM_UP_REQUESTS = 150_000;

    private static final double QUICK_SECONDS = 1;
    private static final int QUICK_REQUESTS = 500;

    /** @throws IllegalArgumentException with a text for the user */
    static Options parse(List<String> arguments, Path output) {
        Options options = new Options(
                1,
                ROUNDS,
                ROUNDS,
                SECONDS,
                WARM_UP_REQUESTS,
                List.of(Application.values()),
                List.of(Variant.values()),
                output);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--quick")) {
                options = options.with(1, QUICK_SECONDS, QUICK_REQUESTS);
            } else if (++i == arguments.size()) {
                throw new IllegalArgumentException(argument + " lacks its value, or is unknown");
            } else {
                options = options.with(argument, arguments.get(i));
            }
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rounds" -> with(Integer.parseInt(value), seconds, warmUpRequests);
            case "--starts" ->
                new Options(
                        discarded,
                        rounds,
                        Integer.parseInt(value),
                        seconds,
                        warmUpRequests,
                        applications,
                        variants,
                        output);
            case "--applications" ->
                new Options(
                        discarded,
                        rounds,
                        starts,
                        seconds,
                        warmUpRequests,
                        Arrays.stream(Application.values())
                                .filter(application -> named(value, application.id))
                                .toList(),
                        variants,
                        output);
            case "--agents" ->
                new Options(
                        discarded,
                        rounds,
                        starts,
                        seconds,
                        warmUpRequests,
                        applications,
                        Arrays.stream(Variant.values())
                                .filter(variant -> named(value, variant.id))
                                .toList(),
                        output);
            case "--output" ->
                new Options(discarded, rounds, starts, seconds, warmUpRequests, applications, variants, Path.of(value));
            default -> throw new IllegalArgumentException("unknown argument " + name);
        };
    }

    private Options with(int newRounds, double newSeconds, int newWarmUpRequests) {
        return new Options(
                discarded, newRounds, newRounds, newSeconds, newWarmUpRequests, applications, variants, output);
    }

    private static boolean named(String list, String id) {
        return List.of(list.split(",", -1)).contains(id);
    }
}
