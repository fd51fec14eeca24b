// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.sqs;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * SQS answers only what it was asked for: a request that does not ask for the context, the time of sending or the count of
 * deliveries does so as well. It stays one request. Stateless.
 */
final class ReceiveRequest {
    static final String SENT = "SentTimestamp";
    static final String DELIVERIES = "ApproximateReceiveCount";

    private static final List<String> SYSTEM = List.of(SENT, DELIVERIES);
    private static final String ALL = "All";
    private static final String ANY = ".*";

    /** The newer of two members that ask for the same; SDKs have it since 2.25. */
    private static final String NEWER = "MessageSystemAttributeNames";

    private ReceiveRequest() {}

    /** What to send instead of {@code request}; the same where nothing is missing or nothing will be recorded. */
    static ReceiveMessageRequest completed(ReceiveMessageRequest request) {
        Cursor cursor = Cursor.get();
        Operation open = cursor.openUnit();
        if (cursor.isSuppressed() || (open != null && !open.unit().isOpenEnded())) {
            return request;
        }
        List<String> asked = request.messageAttributeNames();
        List<String> names = completed(asked, Recorder.instance().contextHeaders());
        SdkField<?> newer = newer(request);
        List<String> systemAsked = newer == null ? request.attributeNamesAsStrings() : strings(newer, request);
        List<String> system = completed(systemAsked, SYSTEM);
        if (names == asked && system == systemAsked) {
            return request;
        }
        ReceiveMessageRequest.Builder builder = request.toBuilder().messageAttributeNames(names);
        if (newer == null) {
            builder.attributeNamesWithStrings(system);
        } else {
            newer.set(builder, system);
        }
        return builder.build();
    }

    /** Where the application uses the newer one; servers that imitate SQS may know the older one only. */
    private static @Nullable SdkField<?> newer(ReceiveMessageRequest request) {
        for (SdkField<?> field : request.sdkFields()) {
            if (NEWER.equals(field.memberName())) {
                return strings(field, request).isEmpty() ? null : field;
            }
        }
        return null;
    }

    private static List<String> strings(SdkField<?> field, ReceiveMessageRequest request) {
        List<String> strings = new ArrayList<>();
        if (field.getValueOrDefault(request) instanceof List<?> values) {
            for (Object value : values) {
                strings.add(String.valueOf(value));
            }
        }
        return strings;
    }

    /** The same list where it has them all. */
    private static List<String> completed(List<String> asked, List<String> wanted) {
        List<String> missing = new ArrayList<>();
        for (String name : wanted) {
            if (!isAsked(asked, name)) {
                missing.add(name);
            }
        }
        if (missing.isEmpty()) {
            return asked;
        }
        List<String> completed = new ArrayList<>(asked);
        completed.addAll(missing);
        return completed;
    }

    private static boolean isAsked(List<String> asked, String name) {
        for (String each : asked) {
            if (each != null
                    && (each.equals(name)
                            || each.equals(ALL)
                            || (each.endsWith(ANY)
                                    && name.startsWith(each.substring(0, each.length() - ANY.length()))))) {
                return true;
            }
        }
        return false;
    }
}
