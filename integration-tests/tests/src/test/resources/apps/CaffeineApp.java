// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;

/** Looks things up in Caffeine. */
public class CaffeineApp extends CacheApp {
    private final Cache<String, String> manual =
            Caffeine.newBuilder().maximumSize(100).recordStats().build();
    private final LoadingCache<String, String> loading =
            Caffeine.newBuilder().maximumSize(100).build(this::load);
    private final LoadingCache<String, String> unbounded = Caffeine.newBuilder().build(this::load);
    private final AsyncLoadingCache<String, String> async =
            Caffeine.newBuilder().maximumSize(100).buildAsync(this::load);

    public static void main(String[] arguments) throws Exception {
        new CaffeineApp().run(arguments);
    }

    @Override
    String perform(String name) throws Exception {
        switch (name) {
            case "hit":
                manual.put("canary-key", "value");
                manual.getIfPresent("canary-key");
                manual.getIfPresent("canary-key");
                return manual.get("canary-key", this::load);
            case "miss":
                return "" + manual.getIfPresent("absent");
            case "load":
                return loading.get("canary-key") + loading.get("canary-key");
            case "compute":
                return manual.get("computed", this::load) + manual.get("computed", this::load);
            case "unbounded":
                return unbounded.get("canary-key") + unbounded.get("canary-key");
            case "async":
                return async.get("canary-key").get();
            case "fail":
                try {
                    return loading.get("broken");
                } catch (IllegalStateException expected) {
                    return "failed";
                }
            case "many":
                for (int i = 0; i < 12; i++) {
                    Cache<String, String> cache = Caffeine.newBuilder().maximumSize(1).build();
                    cache.put("a", "b");
                    cache.getIfPresent("a");
                    cache.getIfPresent("c");
                }
                return "done";
            case "semantics":
                return semantics();
            default:
                throw new IllegalArgumentException(name);
        }
    }

    /** What the application sees of its caches. */
    private String semantics() {
        StringBuilder seen = new StringBuilder();
        seen.append(manual.getIfPresent("a")).append(manual.get("a", this::load)).append(manual.getIfPresent("a"));
        seen.append(manual.get("nothing", key -> null)).append(unbounded.get("a")).append(unbounded.get("a"));
        try {
            seen.append(manual.get("broken", this::load));
        } catch (IllegalStateException expected) {
            seen.append(expected.getMessage());
        }
        try {
            manual.get("a b", null);
        } catch (NullPointerException expected) {
            seen.append("refused");
        }
        CacheStats stats = manual.stats();
        return seen + " " + stats.hitCount() + " " + stats.missCount() + " " + stats.loadSuccessCount() + " "
                + manual.asMap().keySet();
    }
}
