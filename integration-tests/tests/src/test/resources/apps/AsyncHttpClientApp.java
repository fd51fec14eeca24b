// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.Request;
import org.asynchttpclient.RequestBuilder;
import org.asynchttpclient.Response;

public class AsyncHttpClientApp extends ClientApp {
    private final AsyncHttpClient client = new DefaultAsyncHttpClient(new DefaultAsyncHttpClientConfig.Builder()
            .setFollowRedirect(true)
            .setConnectTimeout(5_000)
            // A case that waits on the only event loop fails always, not now and then.
            .setIoThreadsCount(1)
            .build());

    public static void main(String[] arguments) throws Exception {
        new AsyncHttpClientApp().run(arguments);
    }

    private static Request request(String url) {
        return new RequestBuilder().setUrl(url).build();
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        RequestBuilder request = new RequestBuilder(method).setUrl(url).setRequestTimeout(timeoutMillis);
        if (method.equals("POST")) {
            request.setBody(body);
        }
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return client.executeRequest(request.build())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getStatusCode();
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        client.executeRequest(request(url)).toCompletableFuture().whenComplete((response, thrown) -> {
            if (thrown != null) {
                answered.completeExceptionally(thrown);
            } else {
                completeElsewhere(answered, response.getStatusCode());
            }
        });
        return answered;
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        ListenableFuture<Response> call = client.executeRequest(request(url));
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.cancel(true);
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException | ExecutionException expected) {
            // Whichever of the two threads is faster.
        }
    }

    @Override
    void close() throws Exception {
        client.close();
    }
}
