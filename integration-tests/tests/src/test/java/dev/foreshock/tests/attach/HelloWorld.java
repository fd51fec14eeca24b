// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import java.util.stream.Collectors;

/** The smallest application: says hello, and what it can see of the agent. */
public final class HelloWorld {
    private HelloWorld() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
        System.out.println("attached: " + Boolean.getBoolean("dev.foreshock.attached"));
        System.out.println("user threads: "
                + Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon())
                        .map(Thread::getName)
                        .sorted()
                        .collect(Collectors.joining(",")));
    }
}
