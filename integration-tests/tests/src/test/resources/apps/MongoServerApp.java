// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.foreshock.harness.Child;

/** What the tests use in place of a MongoDB: it speaks the protocol, and keeps everything in memory. */
public class MongoServerApp {
    public static void main(String[] arguments) throws Exception {
        MongoServer server = new MongoServer(new MemoryBackend());
        Child.ready(server.bind().getPort());
        Child.awaitEnd();
        server.shutdownNow();
    }
}
