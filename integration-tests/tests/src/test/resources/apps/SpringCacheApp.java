// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Looks things up by methods whose results Spring keeps, in a map and in Caffeine. */
public class SpringCacheApp extends CacheApp {
    private AnnotationConfigApplicationContext context;
    private Prices prices;

    /** The methods of the service. */
    public interface Prices {
        String mapped(String key);

        String cached(String key);

        String together(String key);

        String slow(String key);

        String put(String key);

        void evict(String key);
    }

    /** The service. */
    public static class Shop implements Prices {
        private final CacheApp app;
        private final CyclicBarrier both = new CyclicBarrier(2);

        Shop(CacheApp app) {
            this.app = app;
        }

        @Override
        @Cacheable(cacheNames = "mapped", cacheManager = "maps", key = "#p0")
        public String mapped(String key) {
            return app.load(key);
        }

        @Override
        @Cacheable(cacheNames = "prices", cacheManager = "caffeine", key = "#p0")
        public String cached(String key) {
            return app.load(key);
        }

        @Override
        @Cacheable(cacheNames = "synchronous", cacheManager = "caffeine", key = "#p0", sync = true)
        public String together(String key) {
            return app.load(key);
        }

        /** Returns when two threads are in it. */
        @Override
        @Cacheable(cacheNames = "slow", cacheManager = "maps", key = "#p0")
        public String slow(String key) {
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (Exception alone) {
                throw new IllegalStateException(alone);
            }
            return key;
        }

        @Override
        @CachePut(cacheNames = "mapped", cacheManager = "maps", key = "#p0")
        public String put(String key) {
            return app.load(key);
        }

        @Override
        @CacheEvict(cacheNames = "mapped", cacheManager = "maps", key = "#p0")
        public void evict(String key) {}
    }

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    public static class Settings {
        @Bean
        @Primary
        public CacheManager maps() {
            return new ConcurrentMapCacheManager("mapped", "slow");
        }

        @Bean
        public CacheManager caffeine() {
            return new CaffeineCacheManager("prices", "synchronous");
        }
    }

    public static void main(String[] arguments) throws Exception {
        new SpringCacheApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        super.open();
        context = new AnnotationConfigApplicationContext();
        context.register(Settings.class);
        context.registerBean(Prices.class, () -> new Shop(this));
        context.refresh();
        prices = context.getBean(Prices.class);
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "mapped":
                return prices.mapped("canary-key") + prices.mapped("canary-key");
            case "cached":
                return prices.cached("canary-key") + prices.cached("canary-key");
            case "together":
                return prices.together("canary-key") + prices.together("canary-key");
            case "stampede":
                ExecutorService pool = Executors.newFixedThreadPool(2);
                Future<String> one = pool.submit(() -> prices.slow("hot"));
                Future<String> other = pool.submit(() -> prices.slow("hot"));
                String both = one.get() + other.get();
                pool.shutdown();
                return both;
            case "put":
                prices.put("put");
                prices.evict("put");
                return "done";
            case "fail":
                try {
                    return prices.mapped("broken");
                } catch (IllegalStateException expected) {
                    return "failed";
                }
            case "semantics":
                return perform("mapped") + perform("cached") + perform("together") + perform("put") + perform("fail");
            default:
                throw new IllegalArgumentException(name);
        }
    }

    @Override
    void close() throws Exception {
        context.close();
        super.close();
    }
}
