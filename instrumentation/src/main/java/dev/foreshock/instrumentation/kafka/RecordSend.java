// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import static net.bytebuddy.implementation.bytecode.assign.Assigner.Typing.DYNAMIC;

import dev.foreshock.api.Instrument;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A record is sent: interceptors have seen it, serializers and the partitioner have not. */
@Instrument(
        name = "kafka-clients",
        library = "Kafka producer",
        types = "org.apache.kafka.clients.producer.KafkaProducer",
        methods = "doSend(org.apache.kafka.clients.producer.ProducerRecord,org.apache.kafka.clients.producer.Callback)")
public final class RecordSend {
    private RecordSend() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments({
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0, typing = DYNAMIC),
        @Advice.AssignReturned.ToArguments.ToArgument(value = 1, index = 1, typing = DYNAMIC)
    })
    public static Object @Nullable [] enter(
            @Advice.This(typing = DYNAMIC) Object producer,
            @Advice.FieldValue(value = "producerConfig", typing = DYNAMIC) @Nullable Object config,
            @Advice.FieldValue(value = "apiVersions", typing = DYNAMIC) @Nullable Object apiVersions,
            @Advice.Argument(value = 0, typing = DYNAMIC) @Nullable Object record,
            @Advice.Argument(value = 1, typing = DYNAMIC) @Nullable Object callback) {
        return record instanceof ProducerRecord<?, ?> sent
                ? SentRecord.begin(producer, sent, (Callback) callback, config, apiVersions)
                : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object begun, @Advice.Thrown @Nullable Throwable thrown) {
        if (thrown != null && begun instanceof Object[] assigned && assigned[1] instanceof SentRecord sent) {
            sent.threw(thrown);
        }
    }
}
