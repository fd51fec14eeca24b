// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * A service with one page for each way in which a service calls others, sick ones and healthy ones. Each page has a dependency of
 * its own, so that what is said of one is said of no other.
 */
public final class ScenarioApp {
    private static final int MANY = 40;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, URI> dependencies = new TreeMap<>();
    private final Map<String, Page> pages = new TreeMap<>();
    private final int redisPort;
    private final ScenarioServices services;

    private interface Page {
        void serve(URI dependency) throws Exception;
    }

    private ScenarioApp(int redisPort, ScenarioServices services) {
        this.redisPort = redisPort;
        this.services = services;
    }

    /** @param arguments the ports of a Redis, a MongoDB and a RabbitMQ server, and {@code name=URL} for each dependency */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        try (ScenarioServices services = new ScenarioServices(Integer.parseInt(arguments[1]))) {
            ScenarioApp app = new ScenarioApp(Integer.parseInt(arguments[0]), services);
            for (int i = 3; i < arguments.length; i++) {
                int equals = arguments[i].indexOf('=');
                app.dependencies.put(arguments[i].substring(0, equals), URI.create(arguments[i].substring(equals + 1)));
            }
            app.run(Integer.parseInt(arguments[2]));
        }
    }

    private void run(int brokerPort) throws Exception {
        pages();
        ExecutorService workers = Executors.newFixedThreadPool(80);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        pages.forEach((name, page) -> server.createContext("/" + name, exchange -> serve(exchange, name, page)));
        // Two pages have few threads of their own, as servers with other ports for them.
        List<Narrow> narrow = List.of(new Narrow("few-threads"), new Narrow("a-thread-to-spare"));
        narrow.forEach(one -> one.start(server));
        server.start();
        ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
        background(timers);
        try (ScenarioQueues queues = new ScenarioQueues(brokerPort, dependencies.keySet());
                AutoCloseable jobs = ScenarioJobs.start(dependencies.keySet())) {
            Child.ready(server.getAddress().getPort());
            Child.awaitEnd();
        }
        server.stop(0);
        narrow.forEach(Narrow::stop);
        timers.shutdownNow();
        workers.shutdownNow();
    }

    /** A page that is served by eight threads. */
    private final class Narrow {
        private final AtomicInteger threads = new AtomicInteger();
        private final String page;
        private final ExecutorService few;
        private final HttpServer server;

        Narrow(String page) throws IOException {
            this.page = page;
            few = Executors.newFixedThreadPool(8, task -> new Thread(task, page + '-' + threads.incrementAndGet()));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(few);
            server.createContext(
                    "/", exchange -> serve(exchange, page, dependency -> get(dependency.resolve("/answer"))));
        }

        void start(HttpServer before) {
            server.start();
            before.createContext("/" + page, exchange -> redirect(exchange, server.getAddress().getPort()));
        }

        void stop() {
            server.stop(0);
            few.shutdownNow();
        }
    }

    private static void redirect(HttpExchange exchange, int port) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("location", "http://127.0.0.1:" + port + "/");
            exchange.sendResponseHeaders(307, -1);
        }
    }

    private void serve(HttpExchange exchange, String name, Page page) throws IOException {
        int status = 200;
        try (exchange) {
            try {
                page.serve(dependencies.get(name));
            } catch (Exception e) {
                status = 503;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void pages() throws Exception {
        repeated();
        troubled();
        ScenarioDatabase database = new ScenarioDatabase();
        database.all().forEach((name, work) -> pages.put(name, dependency -> database.run(work)));
        services.all().forEach((name, work) -> pages.put(name, dependency -> work.run()));
    }

    /** What is said of the calls of one request. */
    private void repeated() {
        pages.put("customers-one-by-one", dependency -> {
            for (int i = 0; i < MANY; i++) {
                get(dependency.resolve("/customers/" + i));
            }
        });
        pages.put("prices-one-by-one", dependency -> redis(jedis -> {
            for (int i = 0; i < MANY; i++) {
                jedis.get("price:" + i);
            }
        }));
        pages.put("same-rate-again", dependency -> {
            for (int i = 0; i < MANY; i++) {
                get(dependency.resolve("/rates/eur"));
            }
        });
        pages.put("pages-of-an-api", dependency -> {
            for (int page = 1; page <= 4; page++) {
                get(dependency.resolve("/orders?page=" + page));
            }
        });
        pages.put("fan-out", dependency -> {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                calls.add(client.sendAsync(
                        HttpRequest.newBuilder(dependency.resolve("/offers/" + i))
                                .build(),
                        BodyHandlers.discarding()));
            }
            for (CompletableFuture<?> call : calls) {
                call.get(20, TimeUnit.SECONDS);
            }
        });
        pages.put("several-at-once", dependency -> redis(jedis -> {
            String[] keys = new String[MANY];
            for (int i = 0; i < MANY; i++) {
                keys[i] = "price:" + i;
            }
            jedis.mget(keys);
        }));
        pages.put("pipelined", dependency -> redis(jedis -> {
            try (Pipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < MANY; i++) {
                    pipeline.get("price:" + i);
                }
                pipeline.sync();
            }
        }));
        pages.put("one-of-each", dependency -> {
            for (String what : List.of("cart", "customer", "address", "prices", "stock", "offers", "rates", "points")) {
                get(dependency.resolve("/" + what));
            }
        });
        pages.put("waits-for-work", dependency -> redis(jedis -> jedis.blpop(1, "nothing:to:do")));
    }

    /** What is said of dependencies over time; what they do is up to the test. */
    private void troubled() {
        for (String plain : List.of("stalls", "fails", "hangs", "unsteady", "seldom", "not-found")) {
            pages.put(plain, dependency -> get(dependency.resolve("/answer")));
        }
        for (String plain : List.of("sluggish", "unhurried", "calls-back", "called-back")) {
            pages.put(plain, dependency -> get(dependency.resolve("/answer")));
        }
        pages.put("retries-at-once", dependency -> retried(dependency, 4, 0));
        pages.put("retries-now-and-then", dependency -> retried(dependency, 2, 100));
        pages.put("restarts", dependency -> retried(dependency, 2, 500));
        CircuitBreaker breaker = CircuitBreaker.of(
                "breaker",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .waitDurationInOpenState(Duration.ofSeconds(5))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        pages.put(
                "breaker",
                dependency -> breaker.executeCallable(() -> {
                    int status = get(dependency.resolve("/answer"));
                    if (status >= 500) {
                        throw new IOException("answered with " + status);
                    }
                    return status;
                }));
        List<long[]> live = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            live.add(new long[16]);
        }
        pages.put("pauses", dependency -> {
            CompletableFuture<?> pause = CompletableFuture.runAsync(System::gc);
            for (int i = 0; i < 5; i++) {
                get(dependency.resolve(live.isEmpty() ? "/" : "/answer"));
            }
            pause.get(20, TimeUnit.SECONDS);
        });
    }

    private void background(ScheduledExecutorService timers) {
        URI polled = dependencies.get("polled");
        if (polled != null) {
            timers.scheduleWithFixedDelay(() -> quietly(polled), 0, 1_200, TimeUnit.MILLISECONDS);
        }
        URI longPoll = dependencies.get("long-poll");
        if (longPoll != null) {
            Thread listener = new Thread(() -> longPoll(longPoll), "settings-listener");
            listener.setDaemon(true);
            listener.start();
        }
        URI warmed = dependencies.get("warmed");
        if (warmed != null) {
            timers.execute(() -> {
                for (int i = 0; i < MANY; i++) {
                    quietly(warmed.resolve("/popular/" + i));
                }
            });
        }
    }

    /** As a client of a configuration server: the first answer comes at once, the next when there is news. */
    private void longPoll(URI dependency) {
        try {
            while (get(dependency.resolve("/v1/kv/settings?wait=55s")) > 0) {
                // Nothing is new, or everything.
            }
        } catch (Exception e) {
            // The test is over.
            Thread.currentThread().interrupt();
        }
    }

    private void quietly(URI uri) {
        try {
            get(uri);
        } catch (Exception ignored) {
            // The next one may do better.
        }
    }

    private interface Commands {
        void run(Jedis jedis);
    }

    private void redis(Commands commands) {
        try (Jedis jedis = new Jedis("127.0.0.1", redisPort)) {
            commands.run(jedis);
        }
    }

    private int get(URI uri) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void retried(URI dependency, int attempts, long pauseMillis) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<?> response = client.send(
                        HttpRequest.newBuilder(dependency.resolve("/answer")).build(), BodyHandlers.discarding());
                if (response.statusCode() < 500) {
                    return;
                }
            } catch (IOException e) {
                if (attempt == attempts) {
                    throw e;
                }
            }
            if (attempt == attempts) {
                throw new IOException("no answer");
            }
            Thread.sleep(pauseMillis);
        }
    }
}
