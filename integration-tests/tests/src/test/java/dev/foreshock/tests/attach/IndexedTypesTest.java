// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.foreshock.harness.Jdks;
import dev.foreshock.harness.Libraries;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Every type that the index lists is in the floor and in the latest version of its library, with a method that the line is
 * for; and every method that a line lists is in one of its types, in the floor and in the latest.
 *
 * <p>The default suite has few floors; {@code -Pmatrix} has them all.
 */
class IndexedTypesTest {
    private static final String JETTY_12 = "Jetty 12 has a new core, with a package for each servlet API";
    private static final String SERVLETS = "a container speaks one of the two servlet APIs";
    private static final String MARIADB = "the driver was written anew for 3.0; both versions are in the matrix";
    private static final String MYSQL = "MySQL's own; its connections are found by what they implement, not by name";
    private static final String RENAMED = "a class of the JDK that was renamed after 17";
    private static final String OKHTTP =
            "OkHttp moved its classes with 3.13, 4 and 5; one version between them is in the matrix";
    private static final String JETTY_CLIENT = "Jetty 12 moved the classes of its client";
    private static final String GRPC = "renamed with gRPC 1.32";
    private static final String COROUTINES = "the dispatchers were rearranged with 1.6";
    private static final String REACTOR = "Reactor renamed its sinks with 3.5 and added ways to cache with 3.4.9";
    private static final String REACTOR_21 = "of Reactor 3.6 and later, in the part of the jar for Java 21";
    private static final String VERTX_5 = "Vert.x 5 renamed it; both are in the matrix";
    private static final String SPRING_BOOT = "of Spring Boot's reactive applications, which no test runs";

    /** Types that are missing, or without the methods, in one version, and why they are listed. */
    private static final Map<String, String> EXEMPT_TYPES = Map.ofEntries(
            Map.entry("jakarta.servlet.http.HttpServlet", SERVLETS),
            Map.entry("javax.servlet.http.HttpServlet", SERVLETS),
            Map.entry("java.lang.ThreadBuilders", "virtual threads came with Java 21"),
            Map.entry("sun.net.httpserver.Event$WriteFinished", RENAMED),
            Map.entry("sun.net.httpserver.WriteFinishedEvent", RENAMED),
            Map.entry("org.eclipse.jetty.ee8.nested.HttpChannel", JETTY_12),
            Map.entry("org.eclipse.jetty.ee9.nested.HttpChannel", JETTY_12),
            Map.entry("org.eclipse.jetty.ee10.servlet.ServletChannel", JETTY_12),
            Map.entry("org.eclipse.jetty.ee11.servlet.ServletChannel", JETTY_12),
            Map.entry("org.eclipse.jetty.server.HttpChannel", JETTY_12),
            Map.entry("org.eclipse.jetty.server.HttpChannelState", JETTY_12),
            Map.entry("org.eclipse.jetty.server.Server", JETTY_12),
            Map.entry("org.mariadb.jdbc.Driver", MARIADB),
            Map.entry("org.mariadb.jdbc.NonRegisteringDriver", MARIADB),
            Map.entry("org.mariadb.jdbc.MariaDbConnection", MARIADB),
            Map.entry("org.eclipse.jetty.client.HttpExchange", JETTY_CLIENT),
            Map.entry("org.eclipse.jetty.client.HttpReceiver", JETTY_CLIENT),
            Map.entry("org.eclipse.jetty.client.ResponseNotifier", JETTY_CLIENT),
            Map.entry("org.eclipse.jetty.client.transport.HttpExchange", JETTY_CLIENT),
            Map.entry("org.eclipse.jetty.client.transport.HttpReceiver", JETTY_CLIENT),
            Map.entry("org.eclipse.jetty.client.transport.ResponseListeners", JETTY_CLIENT),
            Map.entry("io.grpc.internal.AbstractManagedChannelImplBuilder", GRPC),
            Map.entry("io.grpc.internal.ManagedChannelImplBuilder", GRPC),
            Map.entry("io.grpc.internal.AbstractServerImplBuilder", GRPC),
            Map.entry("io.grpc.internal.ServerImplBuilder", GRPC),
            Map.entry("kotlinx.coroutines.ExecutorCoroutineDispatcherBase", COROUTINES),
            Map.entry("kotlinx.coroutines.ExecutorCoroutineDispatcherImpl", COROUTINES),
            Map.entry("kotlinx.coroutines.scheduling.DefaultIoScheduler", COROUTINES),
            Map.entry("reactor.core.publisher.MonoCacheInvalidateIf", REACTOR),
            Map.entry("reactor.core.publisher.MonoCacheInvalidateWhen", REACTOR),
            Map.entry("reactor.core.publisher.SinkManyEmitterProcessor", REACTOR),
            Map.entry("reactor.core.publisher.SinkManyReplayProcessor", REACTOR),
            Map.entry("reactor.core.publisher.SinkManyUnicast", REACTOR),
            Map.entry("reactor.core.publisher.SinkManyUnicastNoBackpressure", REACTOR),
            Map.entry("reactor.core.publisher.SinkOneMulticast", REACTOR),
            Map.entry("reactor.core.publisher.UnicastManySinkNoBackpressure", REACTOR),
            Map.entry("reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler$SchedulerTask", REACTOR_21),
            Map.entry("io.vertx.core.impl.WorkerTask", "came with Vert.x 4.1"),
            Map.entry("com.mongodb.internal.connection.LoadBalancedCluster", "came with the driver 4.3"),
            Map.entry("com.mongodb.internal.connection.LoadBalancedServer", "came with the driver 4.3"),
            Map.entry("io.nats.client.impl.NatsJetStreamPullSubscription", "came with the client 2.13"),
            Map.entry("org.elasticsearch.client.RestClient$InternalRequest", "came with Elasticsearch 7"),
            Map.entry("redis.clients.jedis.BinaryClient", "a client of Jedis 3"),
            Map.entry("io.lettuce.core.internal.Futures", "waits for replies since Lettuce 6"),
            Map.entry(
                    "io.lettuce.core.RedisPublisher$SubscriptionCommand",
                    "has a method of its own until Lettuce 6.0.1"),
            Map.entry(
                    "org.springframework.web.client.DefaultRestClient$DefaultRequestBodyUriSpec",
                    "came with Spring 6.1"),
            Map.entry("io.vertx.core.http.impl.Http1xServerConnection", VERTX_5),
            Map.entry("io.vertx.core.http.impl.http1.Http1ServerConnection", VERTX_5),
            Map.entry("okhttp3.RealCall$1", OKHTTP),
            Map.entry("okhttp3.RealCall$AsyncCall", OKHTTP),
            Map.entry("okhttp3.internal.connection.RealCall$AsyncCall", OKHTTP),
            Map.entry("okhttp3.internal.connection.RealCall$timeout$1", OKHTTP),
            Map.entry("okhttp3.internal.connection.Transmitter$1", OKHTTP),
            Map.entry("okhttp3.internal.connection.Transmitter$timeout$1", OKHTTP),
            Map.entry("okhttp3.internal.http1.Http1Codec", OKHTTP),
            Map.entry("okhttp3.internal.http1.Http1ExchangeCodec", OKHTTP),
            Map.entry("okhttp3.internal.http2.Http2Codec", OKHTTP),
            Map.entry("okhttp3.internal.http2.Http2ExchangeCodec", OKHTTP),
            Map.entry(
                    "org.springframework.boot.autoconfigure.web.reactive.error.AbstractErrorWebExceptionHandler",
                    SPRING_BOOT),
            Map.entry(
                    "org.springframework.boot.webflux.autoconfigure.error.AbstractErrorWebExceptionHandler",
                    SPRING_BOOT));

    /** Methods that no type has in the versions that are tested, by their class of advice, and why they are listed. */
    private static final Map<String, String> EXEMPT_METHODS = Map.of(
            "ConnectionFactory.connect(org.mariadb.jdbc.Configuration)",
            MARIADB,
            "ConnectionFactory.newConnection(org.mariadb.jdbc.UrlParser,"
                    + "org.mariadb.jdbc.internal.util.pool.GlobalStateInfo)",
            MARIADB,
            "ConnectionPrepare.clientPrepareStatement",
            MYSQL,
            "ConnectionPrepare.serverPrepareStatement",
            MYSQL,
            "ReactiveRoute.invokeHandler",
            "of Spring 5.3, which is in the matrix",
            "ConsumerPoll.poll(long)",
            "of clients before Kafka 4, which are in the matrix",
            "SequentialTaskCreate.<init>",
            REACTOR_21,
            "SequentialTaskStart.start",
            REACTOR_21,
            "FutureComplete.emitSuccess",
            VERTX_5,
            "FutureComplete.emitFailure",
            VERTX_5);

    /** Floor and latest, as far as this build has them; then a type's methods by its name. */
    private final Map<String, Map<String, Set<String>>> worlds = new TreeMap<>();

    @Test
    void is_in_the_floor_and_in_the_latest_version() throws Exception {
        Set<String> listed = IndexLine.allTypes();
        for (int feature : new int[] {17, 25}) {
            Optional<Path> jdk = Jdks.find(feature);
            if (jdk.isPresent()) {
                worlds.put("jdk/" + feature, ofJdk(jdk.get(), listed));
            }
        }
        for (String library : Libraries.names()) {
            for (String version : List.of("floor", "latest")) {
                if (Libraries.has(library, version)) {
                    worlds.put(library + "/" + version, ofJars(Libraries.of(library, version), listed));
                }
            }
        }
        Set<String> mistakes = new TreeSet<>();
        for (IndexLine line : IndexLine.all()) {
            for (String type : line.types()) {
                mistakes.addAll(mistakes(line, type));
            }
            for (String method : line.methods()) {
                if (worlds.values().stream()
                        .noneMatch(world -> line.types().stream().anyMatch(type -> has(world, type, method)))) {
                    mistakes.add("method " + line.advice() + "." + method + " is in none of " + line.types());
                }
            }
        }
        mistakes.removeIf(IndexedTypesTest::isExempt);
        assertEquals("", String.join("\n", mistakes));
    }

    /** None where one library has the type in both versions: others bring it along in whichever they need. */
    private List<String> mistakes(IndexLine line, String type) {
        Set<String> libraries = worlds.entrySet().stream()
                .filter(world -> world.getValue().containsKey(type))
                .map(world -> world.getKey().substring(0, world.getKey().indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        if (libraries.isEmpty()) {
            return List.of("type " + type + " is in no library");
        }
        List<String> all = new ArrayList<>();
        for (String library : libraries) {
            List<String> mistakes = mistakes(line, type, library);
            if (mistakes.isEmpty()) {
                return mistakes;
            }
            all.addAll(mistakes);
        }
        return all;
    }

    private List<String> mistakes(IndexLine line, String type, String library) {
        List<String> mistakes = new ArrayList<>();
        worlds.forEach((name, world) -> {
            if (!name.startsWith(library + "/")) {
                return;
            }
            if (!world.containsKey(type)) {
                mistakes.add("type " + type + " is not in " + name);
            } else if (line.methods().stream().noneMatch(method -> has(world, type, method))) {
                mistakes.add("type " + type + " has none of " + line.advice() + line.methods() + " in " + name);
            }
        });
        return mistakes;
    }

    private static boolean isExempt(String mistake) {
        String name = mistake.split(" ", 3)[1];
        Map<String, String> exempt = mistake.startsWith("type ") ? EXEMPT_TYPES : EXEMPT_METHODS;
        return exempt.containsKey(name);
    }

    private static boolean has(Map<String, Set<String>> world, String type, String method) {
        return world.getOrDefault(type, Set.of()).contains(method);
    }

    private static Map<String, Set<String>> ofJars(List<Path> jars, Set<String> listed) throws IOException {
        Map<String, Set<String>> world = new TreeMap<>();
        for (Path path : jars) {
            try (ZipFile jar = new ZipFile(path.toFile())) {
                for (String type : listed) {
                    var entry = jar.getEntry(type.replace('.', '/') + ".class");
                    if (entry != null) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            world.put(type, methods(in));
                        }
                    }
                }
            }
        }
        return world;
    }

    private static Map<String, Set<String>> ofJdk(Path home, Set<String> listed) throws IOException {
        Map<String, Set<String>> world = new TreeMap<>();
        try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
                Stream<Path> modules = Files.list(image.getPath("/modules"))) {
            for (Path module : modules.toList()) {
                for (String type : listed) {
                    Path file = module.resolve(type.replace('.', '/') + ".class");
                    if (Files.exists(file)) {
                        try (InputStream in = Files.newInputStream(file)) {
                            world.put(type, methods(in));
                        }
                    }
                }
            }
        }
        return world;
    }

    /** Each method by its name, and by its name with its parameters. */
    private static Set<String> methods(InputStream classFile) throws IOException {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        Set<String> methods = new HashSet<>();
        for (MethodNode method : node.methods) {
            methods.add(method.name);
            methods.add(method.name
                    + Stream.of(Type.getArgumentTypes(method.desc))
                            .map(Type::getClassName)
                            .collect(Collectors.joining(",", "(", ")")));
        }
        return methods;
    }
}
