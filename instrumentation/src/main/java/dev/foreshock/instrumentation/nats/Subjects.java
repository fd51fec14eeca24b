// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.nats;

/** What subjects are good for. */
final class Subjects {
    /** Acknowledgements, the asking for messages and the administration of JetStream. */
    private static final String OF_THE_CLIENT = "$JS.";

    private static final String KEY_VALUES = "$KV.";
    private static final String OBJECTS = "$O.";

    private Subjects() {}

    /** Whether a message to this subject is one of the application's. */
    static boolean isMessage(String subject) {
        return !subject.startsWith(OF_THE_CLIENT);
    }

    /** The subject as the name of a destination: of what is kept under a key, the bucket alone. */
    static String destination(String subject) {
        int bucket = subject.startsWith(KEY_VALUES)
                ? KEY_VALUES.length()
                : subject.startsWith(OBJECTS) ? OBJECTS.length() : -1;
        int end = bucket < 0 ? -1 : subject.indexOf('.', bucket);
        return end < 0 ? subject : subject.substring(0, end + 1) + '?';
    }
}
