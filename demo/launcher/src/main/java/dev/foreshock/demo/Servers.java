// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.demo;

import dev.foreshock.harness.JvmBuilder;

/** All that the shop talks to. */
record Servers(Database database, Redis redis, Broker broker, ShippingService shipping, IdentityProvider identity) {
    /** Tells the shop where they are. */
    void configure(JvmBuilder shop) {
        shop.environment("SPRING_DATASOURCE_URL", database.jdbcUrl())
                .environment("SPRING_DATA_REDIS_PORT", Integer.toString(redis.port()))
                .environment("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.address())
                .environment("SHIPPING_URL", shipping.url())
                .environment("IDENTITY_URL", identity.url());
    }
}
