// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Has an application perform one case after the other, each asked for by a request of its own in a trace of its own. */
public final class TracedCases {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private int traces;

    public TracedCases(int port) {
        this.port = port;
    }

    /** That of the case that came last. */
    public String trace() {
        return String.format("4bf92f3577b34da6a3ce929d%08x", traces);
    }

    /** What the application answers. */
    public String perform(String name) throws IOException, InterruptedException {
        traces++;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/case/" + name))
                .header("traceparent", "00-" + trace() + "-00f067aa0ba902b7-01")
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }
}
