// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Setting;
import java.util.List;
import java.util.Map;

/** The variables of OTLP, for all signals or for one of them. */
final class OtlpSettings {
    final Setting<String> endpoint;
    final Setting<String> protocol;
    final Setting<Map<String, String>> headers;
    final Setting<String> compression;
    final Setting<Long> timeout;
    final Setting<String> certificate;
    final Setting<String> clientKey;
    final Setting<String> clientCertificate;

    private OtlpSettings(String prefix, String address, String protocolName, String compressionName, String what) {
        endpoint = Setting.text("export", prefix + "ENDPOINT", address, "Where " + what + " to.");
        protocol = Setting.choice(
                "export", prefix + "PROTOCOL", protocolName, "How " + what + ".", "http/protobuf", "grpc", "");
        headers = Setting.pairs("export", prefix + "HEADERS", "Headers sent along where " + what + ".");
        compression = Setting.choice(
                "export",
                prefix + "COMPRESSION",
                compressionName,
                "How it is compressed where " + what + ".",
                "gzip",
                "none",
                "");
        timeout = Setting.duration(
                "export", prefix + "TIMEOUT", 10_000_000_000L, "How long one request may take where " + what + ".");
        certificate = Setting.text(
                "export", prefix + "CERTIFICATE", "", "A PEM file with the certificates to trust where " + what + ".");
        clientKey = Setting.text(
                "export", prefix + "CLIENT_KEY", "", "A PEM file with the client's private key where " + what + ".");
        clientCertificate = Setting.text(
                "export",
                prefix + "CLIENT_CERTIFICATE",
                "",
                "A PEM file with the client's certificate where " + what + ".");
    }

    static OtlpSettings forAll() {
        return new OtlpSettings(
                "OTEL_EXPORTER_OTLP_", "http://localhost:4318", "http/protobuf", "gzip", "everything is exported");
    }

    /** {@code signal} is the part of the variables' names: {@code TRACES}. */
    static OtlpSettings forSignal(String signal, String what) {
        return new OtlpSettings("OTEL_EXPORTER_OTLP_" + signal + "_", "", "", "", what);
    }

    List<Setting<?>> all() {
        return List.of(endpoint, protocol, headers, compression, timeout, certificate, clientKey, clientCertificate);
    }
}
