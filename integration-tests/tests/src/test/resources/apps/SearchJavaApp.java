// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.HttpHost;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** OpenSearch's Java client with its own way over Apache HttpClient 5. */
public class SearchJavaApp extends SearchApp {
    private OpenSearchTransport transport;
    private OpenSearchTransport both;

    public static void main(String[] arguments) throws Exception {
        new SearchJavaApp().run(arguments);
    }

    @Override
    void open() {
        HttpHost there = HttpHost.create(URI.create("http://localhost:" + port));
        HttpHost nowhere = HttpHost.create(URI.create("http://localhost:1"));
        transport = ApacheHttpClient5TransportBuilder.builder(there).build();
        both = ApacheHttpClient5TransportBuilder.builder(nowhere, there).build();
    }

    private static Request request(String method, String path, String body) {
        String[] parts = path.split("\\?");
        String[] parameter = parts.length == 1 ? null : parts[1].split("=");
        return Requests.create(
                method,
                parts[0],
                List.of(),
                parameter == null ? Map.of() : Map.of(parameter[0], parameter[1]),
                body == null ? null : Body.from(body.getBytes(StandardCharsets.UTF_8), "application/json"));
    }

    private static int send(OpenSearchTransport transport, Request request) throws Exception {
        try (Response response = new OpenSearchGenericClient(transport).execute(request)) {
            if (response.getStatus() >= 400 && !request.getMethod().equals("HEAD")) {
                throw new IllegalStateException("answered " + response.getStatus());
            }
            return response.getStatus();
        }
    }

    @Override
    int send(String method, String path, String body) throws Exception {
        return send(transport, request(method, path, body));
    }

    @Override
    int sendToTwo(String method, String path) throws Exception {
        int status = 0;
        for (int i = 0; i < 2; i++) {
            status = send(both, request(method, path, null));
        }
        return status;
    }

    @Override
    CompletableFuture<Integer> begin(String method, String path, String body) {
        return new OpenSearchGenericClient(transport)
                .executeAsync(request(method, path, body))
                .thenApply(Response::getStatus);
    }

    @Override
    void close() throws Exception {
        transport.close();
        both.close();
    }
}
