// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one signal is exported: the variables of the signal where they are set, else those for all signals.
 *
 * @param signal what is exported
 * @param uri scheme, host, port and path; for gRPC the path is left out
 * @param grpc whether it is gRPC, else HTTP with protobuf
 * @param headers what is sent along
 * @param gzip whether requests are compressed
 * @param timeoutNanos how long one request may take
 * @param tls the files for TLS
 */
record Endpoint(
        Signal signal,
        URI uri,
        boolean grpc,
        Map<String, String> headers,
        boolean gzip,
        long timeoutNanos,
        Tls.Files tls) {
    private static final String DEFAULT_GRPC = "http://localhost:4317";

    static Endpoint of(Settings settings, Signal signal, OtlpSettings own, Consumer<String> complaint) {
        OtlpSettings all = ExportSettings.OTLP;
        boolean grpc = "grpc".equals(choose(settings, own.protocol, all.protocol));
        URI uri = null;
        if (settings.isSet(own.endpoint)) {
            uri = read(own.endpoint, settings.get(own.endpoint), complaint);
        } else if (settings.isSet(all.endpoint)) {
            String base = settings.get(all.endpoint);
            uri = read(all.endpoint, grpc ? base : append(base, signal.path()), complaint);
        }
        if (uri == null) {
            uri = URI.create(grpc ? DEFAULT_GRPC : append(all.endpoint.otherwise(), signal.path()));
        }
        Map<String, String> headers = new LinkedHashMap<>(settings.get(all.headers));
        if (settings.isSet(own.headers)) {
            headers = settings.get(own.headers);
        }
        return new Endpoint(
                signal,
                uri,
                grpc,
                headers,
                !"none".equals(choose(settings, own.compression, all.compression)),
                Math.max(1_000_000L, choose(settings, own.timeout, all.timeout)),
                new Tls.Files(
                        file(settings, own.certificate, all.certificate),
                        file(settings, own.clientKey, all.clientKey),
                        file(settings, own.clientCertificate, all.clientCertificate)));
    }

    private static <T> T choose(Settings settings, Setting<T> own, Setting<T> all) {
        return settings.get(settings.isSet(own) ? own : all);
    }

    private static Tls.@Nullable File file(Settings settings, Setting<String> own, Setting<String> all) {
        Setting<String> chosen = settings.isSet(own) ? own : all;
        return settings.isSet(chosen) ? new Tls.File(chosen.name(), settings.get(chosen)) : null;
    }

    private static String append(String base, String path) {
        return base.endsWith("/") ? base + path.substring(1) : base + path;
    }

    private static @Nullable URI read(Setting<String> source, String text, Consumer<String> complaint) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Answered below like any other text that is no such URL; the text may hold credentials and is not
            // repeated.
        }
        complaint.accept(
                source.name()
                        + " is not a URL such as http://localhost:4318 (credentials belong into the headers); the default stands");
        return null;
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    /** For people: without a query, which may hold a key. */
    String display() {
        String path = uri.getRawPath();
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                + (path == null || grpc ? "" : path);
    }

    /** Endpoints of one backend share it. */
    String authority() {
        return uri.getHost() + ":" + port();
    }
}
