// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import dev.foreshock.instrumentation.messaging.PollLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/** What SQS has answered to a thread that goes on with it. Stateless. */
final class ReceivedMessages {
    private ReceivedMessages() {}

    static void begin(Object client, @Nullable String url, List<Message> messages) {
        if (messages.isEmpty() || !PollLoop.begins()) {
            return;
        }
        List<ConsumedQueue.Received> received = new ArrayList<>(messages.size());
        for (Message message : messages) {
            Map<String, String> system = message.attributesAsStrings();
            received.add(new ConsumedQueue.Received(
                    new MessageAttributes(message.messageAttributes(), null),
                    message.receiptHandle(),
                    number(system.get(ReceiveRequest.SENT)),
                    (int) Math.min(Integer.MAX_VALUE, number(system.get(ReceiveRequest.DELIVERIES)))));
        }
        PollLoop.begun(ConsumedQueue.begin(url, received, messages.size() > 1), client);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
