// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.BrokerModel;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.SystemConfig;

/** A broker in memory that speaks the protocol of RabbitMQ, on a free port of the loopback interface. The argument is the password. */
public class QpidServer {
    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("foreshock-qpid");
        Path settings = directory.resolve("config.json");
        Files.writeString(
                settings,
                """
                {"name":"broker","modelVersion":"%s",
                 "authenticationproviders":[{"name":"plain","type":"Plain","secureOnlyMechanisms":[],
                   "users":[{"name":"guest","type":"managed","password":"%s"}]}],
                 "ports":[{"name":"AMQP","port":%d,"bindingAddress":"127.0.0.1","protocols":["AMQP_0_9_1"],
                   "authenticationProvider":"plain",
                   "virtualhostaliases":[{"name":"nameAlias","type":"nameAlias"},{"name":"defaultAlias","type":"defaultAlias"}]}],
                 "virtualhostnodes":[{"name":"default","type":"Memory","defaultVirtualHostNode":"true",
                   "virtualHostInitialConfiguration":"{\\"type\\":\\"Memory\\"}"}]}
                """
                        .formatted(BrokerModel.MODEL_VERSION, arguments[0], port));
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(SystemConfig.TYPE, "Memory");
        attributes.put(SystemConfig.INITIAL_CONFIGURATION_LOCATION, settings.toUri().toString());
        attributes.put(ConfiguredObject.CONTEXT, Map.of("qpid.work_dir", directory.toString()));
        SystemLauncher launcher = new SystemLauncher();
        launcher.startup(attributes);
        Child.ready(port);
        Child.awaitEnd();
        launcher.shutdown();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
