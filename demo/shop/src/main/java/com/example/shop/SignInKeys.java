// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The keys of the identity provider, which is far away. They are kept for a while: nobody waits for them while there is traffic. */
@Component
public class SignInKeys {
    private final RestClient client;
    private final long keptNanos;
    private @Nullable String keys;
    private long usedNanos;

    SignInKeys(@Value("${identity.url}") String url, @Value("${identity.keys-kept}") Duration kept) {
        client = RestClient.create(url);
        keptNanos = kept.toNanos();
    }

    synchronized @Nullable String current() {
        long now = System.nanoTime();
        if (keys == null || now - usedNanos > keptNanos) {
            keys = client.get().uri("/keys").retrieve().body(String.class);
        }
        usedNanos = System.nanoTime();
        return keys;
    }
}
