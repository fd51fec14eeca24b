// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A hash over a request, by which calls with the same request are told from calls with others. It stays in this process.
 *
 * <p>Messages of protobuf know their length and keep their hash; of a long one the length has to do. What {@code hashCode} of
 * any other class does nobody knows, so that an object of those only equals itself.
 */
final class MessageHash {
    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_SUPERCLASSES = 4;

    private MessageHash() {}

    static <Q> long of(MethodDescriptor<Q, ?> method, @Nullable Q message) {
        if (message == null) {
            return 0;
        }
        if (message instanceof String text) {
            return text.length() > MAX_LENGTH ? text.length() : text.hashCode();
        }
        if (message instanceof Number) {
            return message.hashCode();
        }
        boolean isKnown =
                method.getRequestMarshaller() instanceof PrototypeMarshaller && isProtobuf(message.getClass());
        return isKnown ? ofProtobuf(method, message) : System.identityHashCode(message);
    }

    private static boolean isProtobuf(Class<?> message) {
        Class<?> type = message;
        for (int i = 0; i < MAX_SUPERCLASSES && type != null; i++) {
            if (type.getName().startsWith("com.google.protobuf.")) {
                return true;
            }
            type = type.getSuperclass();
        }
        return false;
    }

    /** The stream is made when it is first read: until then it only tells its length, which the message remembers. */
    private static <Q> long ofProtobuf(MethodDescriptor<Q, ?> method, Q message) {
        try {
            InputStream stream = method.streamRequest(message);
            int length = stream instanceof KnownLength ? stream.available() : Integer.MAX_VALUE;
            return length > MAX_LENGTH ? length : message.hashCode();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
