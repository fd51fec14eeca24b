// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import java.util.List;

/**
 * What stands behind {@code demo/run}.
 *
 * @param withAgent false with {@code --without-agent}: the same shop and traffic, for a comparison of times and statements
 * @param h2 true with {@code --h2}: H2 even where PostgreSQL can run
 * @param shipping false with {@code --without-shipping}: the first story alone
 */
record Options(boolean withAgent, boolean h2, boolean shipping) {
    static final String USAGE = "demo/run [--without-agent] [--h2] [--without-shipping]";

    private static final List<String> KNOWN = List.of("--without-agent", "--h2", "--without-shipping");

    static Options parse(List<String> arguments) {
        for (String argument : arguments) {
            if (!KNOWN.contains(argument)) {
                throw new IllegalArgumentException("unknown argument " + argument + "; " + USAGE);
            }
        }
        return new Options(
                !arguments.contains("--without-agent"),
                arguments.contains("--h2"),
                !arguments.contains("--without-shipping"));
    }
}
