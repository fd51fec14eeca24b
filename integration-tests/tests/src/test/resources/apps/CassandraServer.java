// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.foreshock.harness.Child;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.cassandra.service.CassandraDaemon;
import org.slf4j.LoggerFactory;

/** One node, with its data in the directory that the argument names. */
public class CassandraServer {
    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int port;
        int storage;
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = first.getLocalPort();
            storage = second.getLocalPort();
        }
        Path settings = directory.resolve("cassandra.yaml");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "cluster_name: test",
                        "num_tokens: 1",
                        "initial_token: 0",
                        "partitioner: org.apache.cassandra.dht.Murmur3Partitioner",
                        "endpoint_snitch: SimpleSnitch",
                        "listen_address: 127.0.0.1",
                        "rpc_address: 127.0.0.1",
                        "native_transport_port: " + port,
                        "storage_port: " + storage,
                        "commitlog_sync: periodic",
                        "commitlog_sync_period: 10000ms",
                        "commitlog_segment_size: 4MiB",
                        "data_file_directories: [" + directory.resolve("data") + "]",
                        "commitlog_directory: " + directory.resolve("commitlog"),
                        "saved_caches_directory: " + directory.resolve("saved"),
                        "hints_directory: " + directory.resolve("hints"),
                        "disk_access_mode: standard",
                        "memtable_heap_space: 32MiB",
                        "memtable_offheap_space: 32MiB",
                        "auto_snapshot: false",
                        "seed_provider:",
                        "  - class_name: org.apache.cassandra.locator.SimpleSeedProvider",
                        "    parameters:",
                        "      - seeds: \"127.0.0.1:" + storage + "\"",
                        ""));
        System.setProperty("cassandra.config", settings.toUri().toString());
        System.setProperty("cassandra.storagedir", directory.toString());
        System.setProperty("cassandra-foreground", "yes");
        System.setProperty("cassandra.jmx.local.port", "0");
        System.setProperty("cassandra.skip_wait_for_gossip_to_settle", "0");
        System.setProperty("cassandra.ring_delay_ms", "0");
        System.setProperty("cassandra.superuser_setup_delay_ms", "0");
        new CassandraDaemon(true).activate();
        Child.ready(port);
        Child.awaitEnd();
        // Its data goes with the directory.
        Runtime.getRuntime().halt(0);
    }
}
