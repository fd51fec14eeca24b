// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

/** Does the {@link Work} as any program does, with or without the agent. Arguments: pool and URL. */
public final class PlainWork {
    private PlainWork() {}

    public static void main(String[] arguments) throws Exception {
        try (Databases databases = Databases.open(arguments[0], arguments[1])) {
            new Work(databases, (name, step) -> step.run()).run();
        }
        System.out.println("END");
    }
}
