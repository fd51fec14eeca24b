// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.awslambda;

import dev.foreshock.api.Link;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trace header of AWS X-Ray, {@code Root=1-<8 hex>-<24 hex>;Parent=<16 hex>;Sampled=1}. Only what X-Ray has sampled
 * makes a link: Lambda sends an id with every invocation, for most of which there is no trace.
 */
final class XRayHeader {
    private static final int EPOCH = 8;
    private static final int UNIQUE = 24;
    private static final int SPAN = 16;

    private XRayHeader() {}

    static @Nullable Link link(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String root = null;
        String parent = null;
        boolean sampled = false;
        for (String part : header.split(";", 16)) {
            String pair = part.trim();
            if (pair.startsWith("Root=1-")) {
                root = pair.substring("Root=1-".length());
            } else if (pair.startsWith("Parent=")) {
                parent = pair.substring("Parent=".length());
            } else if (pair.equals("Sampled=1")) {
                sampled = true;
            }
        }
        if (!sampled
                || root == null
                || parent == null
                || root.length() != EPOCH + 1 + UNIQUE
                || root.charAt(EPOCH) != '-'
                || parent.length() != SPAN) {
            return null;
        }
        try {
            String id = root.substring(0, EPOCH) + root.substring(EPOCH + 1);
            Link link = new Link(
                    Long.parseUnsignedLong(id, 0, SPAN, 16),
                    Long.parseUnsignedLong(id, SPAN, 2 * SPAN, 16),
                    Long.parseUnsignedLong(parent, 16),
                    1);
            return link.isValid() ? link : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
