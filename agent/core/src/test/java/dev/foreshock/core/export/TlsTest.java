// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static Certificates certificates;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void generate() throws IOException, InterruptedException {
        certificates = Certificates.shared();
    }

    private static Rig rig(Collector collector) {
        return new Rig()
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:" + collector.port())
                .with("OTEL_BSP_EXPORT_TIMEOUT", "10");
    }

    @Test
    void aCertificateAuthorityOfOnesOwnIsTrusted() throws IOException, GeneralSecurityException {
        try (Collector collector = new Collector(certificates.server(false));
                Rig rig = rig(collector)
                        .with(
                                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                                certificates.pem("ca").toString())
                        .start()) {
            rig.exporter().offer(Rig.simple("/first"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
            rig.exporter().offer(Rig.simple("/second"));
            Rig.await(() -> collector.spans().size() == 4, () -> rig.lines + " " + rig.dropped);
            assertEquals(0, rig.lines.size(), rig.lines::toString);
        }
    }

    @Test
    void anUnknownCertificateAuthorityIsNotTrusted() throws IOException, GeneralSecurityException {
        try (Collector collector = new Collector(certificates.server(false));
                Rig rig = rig(collector).start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.lines + " " + rig.dropped);
            assertTrue(rig.lines.get(0).contains("unable to find valid certification path"), rig.lines::toString);
            assertEquals(0, collector.paths.size());
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws IOException, GeneralSecurityException {
        try (Collector collector = new Collector(certificates.server(false));
                Rig rig = rig(collector)
                        .with("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.2:" + collector.port())
                        .with(
                                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                                certificates.pem("ca").toString())) {
            // The collector listens on 127.0.0.1 alone; a tunnel makes it reachable under the other name.
            try (Tunnel tunnel = new Tunnel("127.0.0.2", collector.port())) {
                rig.with("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.2:" + tunnel.port())
                        .start();
                rig.exporter().offer(Rig.simple("/orders"));
                Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.lines + " " + rig.dropped);
                assertTrue(rig.lines.get(0).contains("No subject alternative names"), rig.lines::toString);
                assertEquals(0, collector.paths.size());
            }
        }
    }

    @Test
    void theClientShowsItsCertificate() throws IOException, GeneralSecurityException {
        try (Collector collector = new Collector(certificates.server(true));
                Rig rig = rig(collector)
                        .with(
                                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                                certificates.pem("ca").toString())
                        .with(
                                "OTEL_EXPORTER_OTLP_CLIENT_KEY",
                                certificates.key("client").toString())
                        .with(
                                "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE",
                                certificates.pem("client").toString())
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> collector.spans().size() == 2, () -> rig.lines + " " + rig.dropped);
        }
    }

    @Test
    void withoutACertificateTheServerThatWantsOneRefuses() throws IOException, GeneralSecurityException {
        try (Collector collector = new Collector(certificates.server(true));
                Rig rig = rig(collector)
                        .with(
                                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                                certificates.pem("ca").toString())
                        .start()) {
            rig.exporter().offer(Rig.simple("/orders"));
            Rig.await(() -> rig.dropped("spans_export_failed") == 2, () -> rig.lines + " " + rig.dropped);
            assertEquals(0, collector.paths.size());
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndNothingIsSent() throws IOException, GeneralSecurityException {
        Path notPem = Files.writeString(directory.resolve("not.pem"), "nothing of the kind");
        Path pkcs1 = Files.writeString(directory.resolve("pkcs1.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        String[][] cases = {
            {
                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                directory.resolve("missing.pem").toString(),
                "OTEL_EXPORTER_OTLP_CERTIFICATE: cannot read"
            },
            {
                "OTEL_EXPORTER_OTLP_CERTIFICATE",
                notPem.toString(),
                "OTEL_EXPORTER_OTLP_CERTIFICATE: " + notPem + " holds no PEM certificate"
            },
            {"OTEL_EXPORTER_OTLP_CLIENT_KEY", pkcs1.toString(), "openssl pkcs8"},
        };
        for (String[] each : cases) {
            try (Collector collector = new Collector(certificates.server(false));
                    Rig rig = rig(collector)
                            .with(
                                    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
                                    certificates.pem("client").toString())
                            .with(
                                    "OTEL_EXPORTER_OTLP_CLIENT_KEY",
                                    certificates.key("client").toString())
                            .with(each[0], each[1])
                            .start()) {
                rig.exporter().offer(Rig.simple("/orders"));
                Rig.await(() -> rig.dropped("spans_refused") == 2, () -> rig.lines + " " + rig.dropped);
                assertTrue(rig.lines.get(0).contains(each[2]), rig.lines::toString);
                assertEquals(0, collector.paths.size());
            }
        }
    }
}
