// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Properties;

/** Goes to a database through a driver of its own. */
public class CachedApp {
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = new CachedDriver().connect("jdbc:h2:mem:cached", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("create table cached (id int)");
        }
        System.out.println("done");
    }
}
