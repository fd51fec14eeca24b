// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.Backlog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How many records a consumer still has before it, in the partitions that it is assigned. It comes from the client's own metrics,
 * which the last answers of the broker have filled: nobody is asked. Looked at with a poll, at most once a second. Used by the
 * consumer's thread.
 */
final class ConsumerLag {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final String METRIC = "records-lag";

    /** By topic. */
    private final Map<String, Backlog> backlogs = new HashMap<>();

    private final Map<TopicPartition, Long> lags = new HashMap<>();
    private final @Nullable String group;
    private long lookedNanos;
    private boolean looked;

    ConsumerLag(@Nullable String group) {
        this.group = group;
    }

    void look(Consumer<?, ?> consumer) {
        long now = System.nanoTime();
        if (looked && now - lookedNanos < INTERVAL_NANOS) {
            return;
        }
        Map<String, Long> known = new HashMap<>();
        for (Map.Entry<MetricName, ? extends Metric> entry : consumer.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (METRIC.equals(name.name())) {
                read(name.tags(), entry.getValue(), known);
            }
        }
        // Until the first records have come nothing is known, and the next poll looks again.
        if (!known.isEmpty() || looked) {
            looked = true;
            lookedNanos = now;
            assign(consumer.assignment(), known);
        }
    }

    private static void read(Map<String, String> tags, Metric metric, Map<String, Long> known) {
        String topic = tags.get("topic");
        String partition = tags.get("partition");
        if (topic != null
                && partition != null
                && metric.metricValue() instanceof Double lag
                && lag >= 0
                && !lag.isInfinite()) {
            known.put(topic + '-' + partition, lag.longValue());
        }
    }

    private void assign(Set<TopicPartition> assigned, Map<String, Long> known) {
        lags.clear();
        Map<String, Long> topics = new HashMap<>();
        for (TopicPartition partition : assigned) {
            Long lag = known.get(partition.toString());
            if (lag == null) {
                // As the metrics of most versions have it.
                lag = known.get(partition.topic().replace('.', '_') + '-' + partition.partition());
            }
            if (lag != null) {
                lags.put(partition, lag);
                topics.merge(partition.topic(), lag, Long::sum);
            }
        }
        for (Map.Entry<String, Long> topic : topics.entrySet()) {
            Backlog backlog = backlogs.get(topic.getKey());
            if (backlog == null) {
                backlog = Backlog.of(Brokers.UNKNOWN.system(), topic.getKey(), group);
                backlogs.put(topic.getKey(), backlog);
            }
            backlog.messages(topic.getValue());
        }
        // What was taken away from this consumer is the matter of another one.
        for (Map.Entry<String, Backlog> backlog : backlogs.entrySet()) {
            if (!topics.containsKey(backlog.getKey())) {
                backlog.getValue().messages(-1);
            }
        }
    }

    /** Of these partitions together, as of the last look; below 0 where it is not known of any. */
    long of(Set<TopicPartition> partitions) {
        long sum = -1;
        for (TopicPartition partition : partitions) {
            Long lag = lags.get(partition);
            if (lag != null) {
                sum = Math.max(0, sum) + lag;
            }
        }
        return sum;
    }

    /** The consumer is closed. */
    void forget() {
        for (Backlog backlog : backlogs.values()) {
            backlog.messages(-1);
        }
        backlogs.clear();
    }
}
