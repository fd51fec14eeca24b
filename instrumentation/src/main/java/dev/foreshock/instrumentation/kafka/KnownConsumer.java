// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import dev.foreshock.instrumentation.messaging.PollLoop;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** What is known of a consumer. As the consumer itself, it is used by one thread at a time. */
public final class KnownConsumer {
    /** One that was made before the agent came. */
    private static final KnownConsumer UNKNOWN = new KnownConsumer(Brokers.UNKNOWN, null);

    private final Target target;
    private final @Nullable String group;
    private final ConsumerLag lag;
    private boolean handedOn;

    private KnownConsumer(Target target, @Nullable String group) {
        this.target = target;
        this.group = group;
        this.lag = new ConsumerLag(group);
    }

    static void created(Object consumer, ConsumerConfig config) {
        String group = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
        Associations.put(
                consumer,
                new KnownConsumer(
                        Brokers.first(config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)),
                        group == null || group.isEmpty() ? null : group));
    }

    static KnownConsumer of(@Nullable Object consumer) {
        KnownConsumer known = consumer == null ? null : Associations.get(consumer, KnownConsumer.class);
        return known == null ? UNKNOWN : known;
    }

    static void closed(Object consumer) {
        KnownConsumer known = Associations.remove(consumer, KnownConsumer.class);
        if (known != null) {
            known.lag.forget();
        }
    }

    /** A framework polls and hands the records to listeners, whose units of work they are. */
    public static void handsOn(@Nullable Object consumer) {
        KnownConsumer known = of(consumer);
        if (known != UNKNOWN) {
            known.handedOn = true;
        }
    }

    Target target() {
        return target;
    }

    @Nullable
    String group() {
        return group;
    }

    void polled(Consumer<?, ?> consumer, ConsumerRecords<?, ?> records) {
        if (this != UNKNOWN) {
            lag.look(consumer);
        }
        int count = handedOn ? 0 : records.count();
        if (count == 0 || !PollLoop.begins()) {
            return;
        }
        Operation root;
        if (count == 1) {
            Iterator<? extends ConsumerRecord<?, ?>> only = records.iterator();
            root = ConsumedRecords.begin(consumer, group, only.next());
        } else {
            root = ConsumedRecords.begin(consumer, group, records, count);
        }
        if (root != null) {
            long behind = lag.of(records.partitions());
            if (behind >= 0) {
                root.attribute("foreshock.message.lag", behind);
            }
        }
        PollLoop.begun(root, consumer);
    }
}
