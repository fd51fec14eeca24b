// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.harness;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One export as it came over the wire, answered or not.
 *
 * @param protocol {@code http/protobuf} or {@code grpc}
 * @param path {@code /v1/traces}, or the gRPC method's full name
 * @param headers by lower-case name
 * @param wireBytes the body's size before it was decompressed; with gRPC the size after
 * @param body the protobuf message
 */
public record ReceivedRequest(
        String protocol, String path, Map<String, List<String>> headers, int wireBytes, ByteString body) {

    /** Whether the text stands somewhere in the protobuf message. Protobuf keeps strings as they are. */
    public boolean contains(String text) {
        // Latin 1 maps every byte to one character, so nothing in the message can hide the text.
        String needle = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return body.toString(StandardCharsets.ISO_8859_1).contains(needle);
    }

    /** The header's values joined by commas, empty where it was not sent. */
    public String header(String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }
}
