// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** Where the parcels are, as far as the warehouse knows. In Redis. */
@Component
public class Parcels {
    private final StringRedisTemplate redis;

    Parcels(StringRedisTemplate redis) {
        this.redis = redis;
    }

    void note(long order, String place) {
        redis.opsForValue().set(key(order), place);
    }

    @Nullable
    String of(long order) {
        return redis.opsForValue().get(key(order));
    }

    /** In the order of the numbers; null for those that the warehouse has not seen. */
    List<@Nullable String> of(List<Long> orders) {
        return redis.opsForValue().multiGet(orders.stream().map(Parcels::key).toList());
    }

    private static String key(long order) {
        return "parcel:" + order;
    }
}
