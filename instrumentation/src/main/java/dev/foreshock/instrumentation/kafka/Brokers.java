// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.kafka;

import dev.foreshock.api.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a client was told to find its brokers: the first of them. */
final class Brokers {
    /** Where a client's settings are not known. */
    static final Target UNKNOWN = new Target("kafka", null, 0, null);

    private Brokers() {}

    /** @param servers {@code bootstrap.servers}: {@code host:port}, with a protocol in front of it or not */
    static Target first(@Nullable List<String> servers) {
        if (servers == null || servers.isEmpty()) {
            return UNKNOWN;
        }
        String first = servers.get(0).trim();
        int protocol = first.indexOf("://");
        String address = protocol < 0 ? first : first.substring(protocol + 3);
        int colon = address.lastIndexOf(':');
        if (colon <= 0) {
            return UNKNOWN;
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new Target("kafka", host, Integer.parseInt(address.substring(colon + 1)), null);
        } catch (NumberFormatException noPort) {
            return UNKNOWN;
        }
    }
}
