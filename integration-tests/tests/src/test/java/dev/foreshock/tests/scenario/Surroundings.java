// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scenario;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.tests.LibraryApp;
import java.util.ArrayList;
import java.util.List;

/** The servers that the application of the scenarios uses, each a process of its own. */
final class Surroundings implements AutoCloseable {
    private final RedisServer redis;
    private final List<ForkedJvm> servers = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();

    private Surroundings(RedisServer redis) {
        this.redis = redis;
    }

    static Surroundings start() throws Exception {
        Surroundings all = new Surroundings(RedisServer.start());
        try {
            all.servers.add(server("mongodb-server", "1.47", "MongoServerApp").start());
            all.servers.add(server("qpid-broker", "latest", "QpidServer")
                    .arguments("canary-password")
                    .start());
            all.ports.add(Integer.toString(all.redis.port()));
            all.servers.forEach(server -> all.ports.add(Integer.toString(server.awaitReady())));
            return all;
        } catch (Exception | AssertionError e) {
            all.close();
            throw e;
        }
    }

    private static JvmBuilder server(String library, String version, String main) throws Exception {
        return LibraryApp.of(library, version, main).jvm().withoutAgent().expectStderr(".*");
    }

    /** The application, with the packaged agent, and with its default settings. */
    JvmBuilder application(Scenarios scenarios) throws Exception {
        return LibraryApp.of(
                        "scenario",
                        "latest",
                        "ScenarioApp",
                        "ScenarioDatabase",
                        "ScenarioServices",
                        "ScenarioQueues",
                        "ScenarioJobs",
                        "OrdersGrpc")
                .jvm()
                .arguments(ports.toArray(new String[0]))
                .arguments(scenarios.arguments());
    }

    @Override
    public void close() throws Exception {
        servers.forEach(ForkedJvm::close);
        redis.close();
    }
}
