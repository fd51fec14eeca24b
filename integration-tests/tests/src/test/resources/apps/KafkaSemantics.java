// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes down what an application sees of its records: it must be the same with the agent and without. */
final class KafkaSemantics {
    private final String servers;
    private final String run;
    private final String topic;
    private final TopicPartition partition;
    private final StringBuilder log = new StringBuilder();

    KafkaSemantics(String servers, String run) {
        this.servers = servers;
        this.run = run;
        this.topic = run + ".records";
        this.partition = new TopicPartition(topic, 0);
    }

    String run() throws Exception {
        send();
        seekAndCommit();
        rebalance();
        transactions();
        log.append(String.join("\n", KafkaApp.Seeing.SEEN));
        return log.toString().replace(run, "RUN");
    }

    private Map<String, Object> producing() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("key.serializer", StringSerializer.class);
        settings.put("value.serializer", StringSerializer.class);
        return settings;
    }

    private KafkaConsumer<String, String> consumer(String group, String isolation) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("key.deserializer", StringDeserializer.class);
        settings.put("value.deserializer", StringDeserializer.class);
        settings.put("group.id", run + "-" + group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", isolation);
        settings.put("max.poll.records", "3");
        return new KafkaConsumer<>(settings);
    }

    private void send() throws Exception {
        Map<String, Object> settings = producing();
        settings.put("interceptor.classes", KafkaApp.Seeing.class.getName());
        settings.put("max.request.size", "1000");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            for (int i = 0; i < 7; i++) {
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, "key " + i, "value " + i);
                record.headers().add("own", new byte[] {1, 2}).add("own", "2".getBytes(StandardCharsets.UTF_8));
                log.append("offset ").append(producer.send(record).get(10, TimeUnit.SECONDS).offset()).append('\n');
                if (i == 3) {
                    log.append("again ").append(producer.send(record).get(10, TimeUnit.SECONDS).offset()).append('\n');
                }
            }
            // The largest that is taken: a header more, and it is not.
            int largest = 1_000;
            boolean refused = true;
            while (refused) {
                try {
                    producer.send(new ProducerRecord<>(topic, "y".repeat(--largest))).get();
                    refused = false;
                } catch (ExecutionException tooLarge) {
                    // A shorter one, then.
                }
            }
            log.append("largest ").append(largest).append('\n');
            try {
                producer.send(new ProducerRecord<>(topic, "x".repeat(2_000)), (metadata, exception) -> log.append(
                                "callback ")
                        .append(exception.getClass().getName())
                        .append('\n'))
                        .get();
            } catch (ExecutionException expected) {
                log.append("future ").append(expected.getCause().getClass().getName()).append('\n');
            }
        }
    }

    private void seekAndCommit() {
        try (KafkaConsumer<String, String> consumer = consumer("seeking", "read_uncommitted")) {
            consumer.assign(Collections.singleton(partition));
            read(consumer, 3);
            consumer.commitSync();
            log.append("position ").append(consumer.position(partition)).append('\n');
            consumer.seek(partition, 1);
            read(consumer, 3);
            consumer.pause(Collections.singleton(partition));
            log.append("paused ").append(consumer.poll(Duration.ofMillis(50)).count()).append('\n');
            consumer.resume(Collections.singleton(partition));
            read(consumer, 4);
            consumer.commitAsync(
                    Collections.singletonMap(partition, new OffsetAndMetadata(5)),
                    (offsets, exception) -> log.append("committed ")
                            .append(offsets.get(partition).offset())
                            .append(' ')
                            .append(exception)
                            .append('\n'));
            consumer.commitSync(Collections.singletonMap(partition, new OffsetAndMetadata(6)));
        }
        try (KafkaConsumer<String, String> consumer = consumer("seeking", "read_uncommitted")) {
            consumer.assign(Collections.singleton(partition));
            log.append("from ").append(consumer.position(partition)).append('\n');
            consumer.wakeup();
            try {
                consumer.poll(Duration.ofSeconds(10));
                log.append("not woken\n");
            } catch (org.apache.kafka.common.errors.WakeupException expected) {
                log.append("woken\n");
            }
        }
    }

    private void rebalance() {
        try (KafkaConsumer<String, String> first = consumer("sharing", "read_uncommitted")) {
            first.subscribe(Collections.singleton(topic), new Rebalances("first"));
            read(first, 3);
            first.commitSync();
        }
        try (KafkaConsumer<String, String> second = consumer("sharing", "read_uncommitted")) {
            second.subscribe(Collections.singleton(topic), new Rebalances("second"));
            read(second, 5);
        }
    }

    private void transactions() throws Exception {
        Map<String, Object> settings = producing();
        settings.put("transactional.id", run);
        TopicPartition committing = new TopicPartition(run + ".transactions", 0);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            producer.initTransactions();
            for (String how : Arrays.asList("committed", "aborted", "committed later")) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(committing.topic(), how));
                if (how.equals("aborted")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        try (KafkaConsumer<String, String> consumer = consumer("transactions", "read_committed")) {
            consumer.assign(Collections.singleton(committing));
            read(consumer, 2);
        }
    }

    private void read(KafkaConsumer<String, String> consumer, int count) {
        for (int got = 0; got < count; ) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
            for (ConsumerRecord<String, String> record : records) {
                got++;
                log.append("read ").append(record.partition()).append(' ').append(record.key());
                log.append(' ').append(record.value());
                for (Header header : record.headers()) {
                    if (!header.key().startsWith("trace")) {
                        log.append(' ').append(header.key()).append(Arrays.toString(header.value()));
                    }
                }
                log.append('\n');
            }
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        private final String name;

        Rebalances(String name) {
            this.name = name;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                log.append(name).append(" lost ").append(partitions).append('\n');
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.append(name).append(" got ").append(partitions).append('\n');
        }
    }
}
