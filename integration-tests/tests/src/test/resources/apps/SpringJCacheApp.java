// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks things up by a method whose results Spring keeps in a cache of JCache's. */
public class SpringJCacheApp extends CacheApp {
    private AnnotationConfigApplicationContext context;

    /** The methods of the service. */
    public interface Prices {
        String cached(String key);
    }

    /** The service. */
    public static class Shop implements Prices {
        private final CacheApp app;

        Shop(CacheApp app) {
            this.app = app;
        }

        @Override
        @Cacheable(cacheNames = "prices", key = "#p0")
        public String cached(String key) {
            return app.load(key);
        }
    }

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    public static class Settings {
        @Bean
        public CacheManager caches() {
            var manager = Caching.getCachingProvider().getCacheManager();
            manager.createCache("prices", new MutableConfiguration<Object, Object>());
            return new JCacheCacheManager(manager);
        }
    }

    public static void main(String[] arguments) throws Exception {
        new SpringJCacheApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        super.open();
        context = new AnnotationConfigApplicationContext();
        context.register(Settings.class);
        context.registerBean(Prices.class, () -> new Shop(this));
        context.refresh();
    }

    @Override
    String perform(String name) {
        Prices prices = context.getBean(Prices.class);
        return prices.cached("canary-key") + prices.cached("canary-key");
    }

    @Override
    void close() throws Exception {
        context.close();
        super.close();
    }
}
