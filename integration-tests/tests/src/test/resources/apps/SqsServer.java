// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** A server in memory that speaks the protocols of Amazon SQS, on a free port of the loopback interface. */
public class SqsServer {
    public static void main(String[] arguments) throws Exception {
        SQSRestServer server =
                SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
        Child.ready(server.waitUntilStarted().localAddress().getPort());
        Child.awaitEnd();
        server.stopAndWait();
    }
}
