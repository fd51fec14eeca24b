// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import dev.foreshock.harness.Child;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * An application that cannot start: it finds that out after it has looked into its database. With {@code handled} as its argument it
 * has expected that, and ends by itself.
 */
public final class CrashingMain {
    private CrashingMain() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:crash");
                Statement statement = connection.createStatement()) {
            statement.execute("select 42");
        }
        Child.ready(0);
        Child.awaitEnd();
        if (arguments.length > 0) {
            System.exit(1);
        }
        throw new IllegalStateException("the port is taken");
    }
}
