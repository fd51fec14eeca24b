// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

public class VertxClientApp extends ClientApp {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();

    static {
        LogManager.getLogManager().reset();
    }

    public static void main(String[] arguments) throws Exception {
        new VertxClientApp().run(arguments);
    }

    private static RequestOptions options(String method, String url) {
        return new RequestOptions().setAbsoluteURI(url).setMethod(HttpMethod.valueOf(method)).setFollowRedirects(true);
    }

    private Future<Integer> status(RequestOptions options, String body) {
        return client.request(options)
                .compose(request -> body == null ? request.send() : request.send(body))
                .compose(response -> response.body().map(read -> response.statusCode()));
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        RequestOptions options = options(method, url).setTimeout(timeoutMillis);
        if (header.length > 0) {
            options.putHeader(header[0], header[1]);
        }
        return status(options, method.equals("POST") ? "body" : null)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What goes on would block, which the event loop must not. */
    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        status(options("GET", url), null)
                .onSuccess(status -> new Thread(() -> answered.complete(status)).start())
                .onFailure(answered::completeExceptionally);
        return answered;
    }

    @Override
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
