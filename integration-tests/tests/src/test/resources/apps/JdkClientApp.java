// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

public class JdkClientApp extends ClientApp {
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public static void main(String[] arguments) throws Exception {
        new JdkClientApp().run(arguments);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        HttpRequest.Builder request = request(url).timeout(Duration.ofMillis(timeoutMillis));
        if (method.equals("POST")) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (header.length > 0) {
            request.headers(header);
        }
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        return client.sendAsync(request(url).build(), BodyHandlers.ofString()).thenApply(HttpResponse::statusCode);
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        CompletableFuture<?> call = client.sendAsync(request(url).build(), BodyHandlers.ofString());
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.cancel(true);
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException | ExecutionException expected) {
            // Whichever of the two threads is faster.
        }
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        HttpResponse<InputStream> response = client.send(request(url).build(), BodyHandlers.ofInputStream());
        opened.run();
        drain(response.body());
        return response.statusCode();
    }

    @Override
    int nested(String url, Step inside) throws Exception {
        return client.send(request(url).build(), head -> {
                    try {
                        inside.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8);
                })
                .statusCode();
    }
}
