// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.benchmarks.overhead;

import java.nio.file.Path;

/** What runs under the agents. The heap grows from little, so that memory that nobody needs any more is given back when it is collected. */
enum Application {
    HELLO("hello", "Hello World", "service-hello.jar", Database.NONE, "-Xmx256m"),
    H2("h2", "Spring Boot on H2", "service.jar", Database.H2, "-Xms64m -Xmx512m"),
    POSTGRES("postgres", "Spring Boot on PostgreSQL", "service.jar", Database.POSTGRES, "-Xms64m -Xmx512m"),
    SMALL("small", "Spring Boot on H2, -Xmx128m", "service.jar", Database.H2, "-Xms64m -Xmx128m"),
    SINGLE(
            "single",
            "Spring Boot on H2, one processor",
            "service.jar",
            Database.H2,
            "-Xms64m -Xmx512m -XX:ActiveProcessorCount=1");

    /** Where the service's rows are. */
    enum Database {
        NONE,
        H2,
        POSTGRES
    }

    /** What the command line calls it. */
    final String id;

    final String title;
    final Database database;

    /** Flags of the JVM, with spaces between them. */
    final String flags;

    private final String jar;

    Application(String id, String title, String jar, Database database, String flags) {
        this.id = id;
        this.title = title;
        this.jar = jar;
        this.database = database;
        this.flags = flags;
    }

    /** A program that serves, and so can be put under load. */
    boolean isService() {
        return database != Database.NONE;
    }

    /** The line on standard output from which on it does what it is there for. */
    String readyLine() {
        return isService() ? "READY " : "Hello World";
    }

    Path jar(Path repository) {
        return repository.resolve("benchmarks/applications/target").resolve(jar);
    }
}
