// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Target;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What does not change in a producer.
 *
 * @param target where it sends to
 * @param largestRequest {@code max.request.size} in bytes; 0 where it is not known, so that no record is made larger
 */
record KnownProducer(Target target, int largestRequest) {

    static KnownProducer of(Object producer, @Nullable Object config) {
        KnownProducer known = Associations.get(producer, KnownProducer.class);
        if (known == null) {
            known = config instanceof ProducerConfig settings
                    ? new KnownProducer(
                            Brokers.first(settings.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)),
                            settings.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG))
                    : new KnownProducer(Brokers.UNKNOWN, 0);
            Associations.put(producer, known);
        }
        return known;
    }
}
