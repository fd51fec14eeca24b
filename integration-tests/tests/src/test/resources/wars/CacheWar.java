// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/** Looks values up in caches that have not got them. */
public class CacheWar extends HttpServlet {
    private final Cache<String, Object> bounded =
            Caffeine.newBuilder().maximumSize(10).executor(Runnable::run).build();
    private final Cache<String, Object> unbounded = Caffeine.newBuilder().build();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        bounded.getIfPresent("key");
        bounded.get("key", key -> new CacheWar());
        unbounded.get("key", key -> new CacheWar());
        new ConcurrentMapCache("war").get("key", CacheWar::new);
    }
}
