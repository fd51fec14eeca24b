// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;

/** Looks things up through JCache, in the caches of whichever provider is there. */
public class JCacheApp extends CacheApp {
    private CacheManager manager;
    private Cache<String, String> plain;
    private Cache<String, String> reading;
    private Cache<String, String> unread;

    public static void main(String[] arguments) throws Exception {
        new JCacheApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        super.open();
        manager = Caching.getCachingProvider().getCacheManager();
        plain = manager.createCache("plain", settings());
        reading = manager.createCache(
                "reading", settings().setReadThrough(true).setCacheLoaderFactory(Loader::new));
        unread = manager.createCache("unread", settings().setCacheLoaderFactory(Loader::new));
    }

    private static MutableConfiguration<String, String> settings() {
        return new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setStoreByValue(false);
    }

    private class Loader implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            if (key.equals("absent")) {
                return null;
            }
            return JCacheApp.this.load(key) + (key.equals("nested") ? plain.get("canary-key") : "");
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> values = new HashMap<>();
            for (String key : keys) {
                values.put(key, load(key));
            }
            return values;
        }
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "hit":
                plain.put("canary-key", "value");
                plain.get("canary-key");
                return plain.get("canary-key");
            case "miss":
                return "" + plain.get("absent");
            case "all":
                return "" + plain.getAll(Set.of("canary-key", "absent", "absent too"));
            case "load":
                return reading.get("canary-key") + reading.get("canary-key");
            case "load-all":
                return "" + new TreeMap<>(reading.getAll(new TreeSet<>(Set.of("canary-key", "one", "two"))));
            case "load-nothing":
                return "" + reading.get("absent");
            case "nested":
                return reading.get("nested");
            case "unread":
                return "" + unread.get("canary-key");
            case "contains":
                return plain.containsKey("canary-key") + " " + reading.containsKey("absent");
            case "fill":
                CompletionListenerFuture filled = new CompletionListenerFuture();
                reading.loadAll(Set.of("canary-filled"), true, filled);
                filled.get();
                return "done";
            case "fail":
                try {
                    return reading.get("broken");
                } catch (CacheException expected) {
                    return "failed";
                }
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    /** What the application sees of its caches. */
    private String semantics() throws Exception {
        StringBuilder seen = new StringBuilder();
        for (String name : new String[] {
            "miss", "hit", "all", "load", "load-all", "load-nothing", "nested", "unread", "contains", "fill", "fail"
        }) {
            seen.append(perform(name)).append(' ');
        }
        try {
            reading.get("broken");
        } catch (CacheException expected) {
            seen.append(expected.getClass().getName());
        }
        try {
            plain.get(null);
        } catch (NullPointerException expected) {
            seen.append("refused");
        }
        plain.close();
        try {
            plain.get("canary-key");
        } catch (IllegalStateException expected) {
            seen.append("closed");
        }
        return seen.toString();
    }

    @Override
    void close() throws Exception {
        manager.close();
        super.close();
    }
}
