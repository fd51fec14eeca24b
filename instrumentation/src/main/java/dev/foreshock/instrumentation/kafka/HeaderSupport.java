// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Whether all brokers that a producer has met take headers. Those before 0.11 do not, and a record that has one is not sent to them
 * at all. Clients from 4.0 on do not speak with those brokers, and do not say any more what the brokers take.
 */
final class HeaderSupport {
    private static final boolean ASKED = isAsked();

    private HeaderSupport() {}

    private static boolean isAsked() {
        try {
            ApiVersions.class.getMethod("maxUsableProduceMagic");
            return true;
        } catch (NoSuchMethodException sinceKafka4) {
            return false;
        }
    }

    static boolean isThere(@Nullable Object apiVersions) {
        return !ASKED
                || !(apiVersions instanceof ApiVersions versions)
                || versions.maxUsableProduceMagic() >= RecordBatch.MAGIC_VALUE_V2;
    }
}
