// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scheduling;

import com.sun.net.httpserver.HttpServer;
import dev.foreshock.harness.Child;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Scheduled methods that run all the time, and a request that has work done asynchronously. */
@Configuration
@EnableScheduling
@EnableAsync(proxyTargetClass = true)
public class SpringJobs {
    /** Its methods are proxied, since one of them is asynchronous. */
    public static class StockJob {
        @Scheduled(fixedDelay = 50)
        public void refresh() {
            Stock.oneByOne();
        }

        @Scheduled(fixedDelay = 50)
        public void fail() throws IOException {
            Stock.count("=");
            throw new IOException("expected");
        }

        @Async("pool")
        public CompletableFuture<Integer> onPool() {
            return CompletableFuture.completedFuture(Stock.count("<"));
        }

        @Async("simple")
        public CompletableFuture<Integer> onNewThread() {
            return CompletableFuture.completedFuture(Stock.count(">"));
        }

        @Async("virtual")
        public CompletableFuture<Integer> onVirtualThread() {
            return CompletableFuture.completedFuture(Stock.count("<>"));
        }
    }

    @Bean
    public StockJob stockJob() {
        return new StockJob();
    }

    @Bean
    public Executor pool() {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(1);
        return pool;
    }

    @Bean
    public Executor simple() {
        return new SimpleAsyncTaskExecutor("simple-");
    }

    /** Virtual threads where this JVM and this version of Spring have them. */
    @Bean
    public Executor virtual() throws IllegalAccessException, InvocationTargetException {
        SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor("virtual-");
        if (Runtime.version().feature() >= 21) {
            try {
                SimpleAsyncTaskExecutor.class
                        .getMethod("setVirtualThreads", boolean.class)
                        .invoke(virtual, true);
            } catch (NoSuchMethodException e) {
                System.out.println("no virtual threads");
            }
        }
        return virtual;
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Stock.create();
        try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(SpringJobs.class)) {
            StockJob job = spring.getBean(StockJob.class);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/stock", exchange -> {
                await(job::onPool);
                await(job::onNewThread);
                await(job::onVirtualThread);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            Child.ready(server.getAddress().getPort());
            Child.awaitEnd();
            server.stop(0);
        }
    }

    private static void await(Callable<CompletableFuture<Integer>> work) throws IOException {
        try {
            work.call().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
