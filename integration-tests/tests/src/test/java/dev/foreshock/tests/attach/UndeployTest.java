// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.ForkedJvm;
import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import dev.foreshock.harness.OtlpReceiver;
import dev.foreshock.harness.RedisServer;
import dev.foreshock.harness.Sources;
import dev.foreshock.tests.LibraryApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a web application that was undeployed are collected, whatever of it was woven. */
class UndeployTest {
    /**
     * A servlet in {@code resources/wars}, the libraries that its war brings along, and what a span of it is called. Each is
     * deployed twice, with two copies of all its classes.
     */
    private record War(String servlet, List<String> libraries, String span) {}

    /** A line here is the test of an instrumentation. */
    private static final List<War> WARS = List.of(
            new War("DatabaseWar", List.of("h2", "hikaricp"), "SELECT"),
            new War("ExecutorWar", List.of(), "GET /ExecutorWar"),
            new War("HttpServerWar", List.of(), "GET /within"),
            new War(
                    "ClientsWar",
                    List.of("spring-web", "httpclient4", "httpclient5", "jetty-client"),
                    "GET /ClientsWar"),
            new War("SchedulingWar", List.of("spring-context"), "GET /SchedulingWar"),
            new War("LogbackWar", List.of("logback"), "GET /LogbackWar"),
            new War("Log4jWar", List.of("log4j2"), "GET /Log4jWar"),
            new War("SpringWar", List.of("spring-webmvc"), "GET /SpringWar"),
            new War("JerseyWar", List.of("jersey"), "GET /JerseyWar"),
            new War("ReactorWar", List.of("reactor"), "GET /ReactorWar"),
            new War("GrpcWar", List.of("grpc"), "war.Echo/Say"),
            new War("RetryWar", List.of("resilience4j", "spring-retry", "failsafe"), "GET /RetryWar"),
            new War("JedisWar", List.of("jedis"), "connect redis"),
            new War("LettuceWar", List.of("lettuce"), "INCR"),
            new War("MongoWar", List.of("mongodb"), "find products"),
            new War("SearchWar", List.of("elasticsearch-rest"), "get orders"),
            new War("RabbitWar", List.of("rabbitmq"), "send orders"),
            new War("KafkaWar", List.of("kafka-clients"), "send war-events"),
            new War("CacheWar", List.of("spring-cache"), "GET /CacheWar"),
            new War("NatsWar", List.of("nats"), "send war-orders"),
            new War("SqsWar", List.of("aws-sqs"), "send war-sqs"),
            new War("JmsWar", List.of("artemis"), "send jms"),
            new War("RxWar", List.of("rxjava"), "GET /RxWar"),
            new War("CoroutineWar", List.of("kotlinx-coroutines"), "GET /CoroutineWar"),
            new War("WebClientWar", List.of("spring-webflux"), "GET /orders/{id}"));

    /** Stays on purpose: shows that the test sees what stays. */
    private static final War LEAKING = new War("LeakingWar", List.of(), "GET /LeakingWar");

    @TempDir
    Path directory;

    @Test
    void leaves_no_class_loader_behind() throws Exception {
        List<War> wars = new ArrayList<>(WARS);
        wars.add(LEAKING);
        try (ForkedJvm mongo = LibraryApp.of("mongodb-server", "1.47", "MongoServerApp")
                        .jvm()
                        .withoutAgent()
                        .start();
                RedisServer redis = RedisServer.start();
                OtlpReceiver receiver = OtlpReceiver.start();
                ForkedJvm jvm = server(wars)
                        .systemProperty("mongodb.port", Integer.toString(mongo.awaitReady()))
                        .systemProperty("redis.port", Integer.toString(redis.port()))
                        .exportTo(receiver)
                        .start()) {
            int port = jvm.awaitReady();
            for (War war : wars) {
                for (int copy = 1; copy <= 2; copy++) {
                    assertEquals(200, visit(port, "/" + war.servlet + copy + "/"), war.servlet + copy);
                }
                receiver.awaitSpans(2, span -> span.name().startsWith(war.span));
            }
            jvm.send("undeploy");
            assertEquals("left: LeakingWar1 LeakingWar2", jvm.awaitLine(line -> line.startsWith("left: ")));
            jvm.finish().assertClean();
        }
    }

    private JvmBuilder server(List<War> wars) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(Files.createDirectory(directory.resolve("tomcat")).toString());
        for (War war : wars) {
            arguments.add(unpacked(war).toString());
        }
        return ForkedJvm.of(WarServer.class)
                .library("tomcat", "latest")
                .arguments(arguments.toArray(new String[0]))
                // Tomcat looks into the JDK for what applications leave behind.
                .flags("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED")
                .flags("--add-opens=java.base/java.util=ALL-UNNAMED")
                .flags("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED")
                .flags("--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED")
                // Every unit of work is looked at and sent, and the findings of these are no matter.
                .expectStderr("^\\[foreshock] WARN [a-z_]+ \\(")
                // As other tests of libraries have it.
                .flags("--enable-native-access=ALL-UNNAMED")
                .expectStderr(LibraryApp.UNSAFE_OF_LIBRARIES);
    }

    /** As a server unpacks it: {@code WEB-INF/classes} and {@code WEB-INF/lib}. */
    private Path unpacked(War war) throws IOException {
        Path root = directory.resolve(war.servlet);
        List<Path> jars = new ArrayList<>();
        for (String library : war.libraries) {
            for (Path jar : Libraries.of(library, "latest")) {
                // Two libraries may need the same third one.
                if (jars.stream().noneMatch(known -> known.getFileName().equals(jar.getFileName()))) {
                    jars.add(jar);
                }
            }
        }
        List<Path> classPath = new ArrayList<>(jars);
        classPath.addAll(Libraries.of("tomcat", "latest"));
        new Sources()
                .add("wars/" + war.servlet, Resources.text("wars/" + war.servlet + ".java"))
                .classPath(classPath)
                .compileTo(root.resolve("WEB-INF/classes"));
        Path library = Files.createDirectories(root.resolve("WEB-INF/lib"));
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (!name.startsWith("tomcat-")) {
                Files.copy(jar, library.resolve(name));
            }
        }
        return root;
    }

    private static int visit(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
