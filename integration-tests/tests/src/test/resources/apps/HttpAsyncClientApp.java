// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.nio.CharBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.client.methods.AsyncCharConsumer;
import org.apache.http.nio.client.methods.HttpAsyncMethods;
import org.apache.http.protocol.HttpContext;

public class HttpAsyncClientApp extends ClientApp {
    private final CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();

    public static void main(String[] arguments) throws Exception {
        HttpAsyncClientApp app = new HttpAsyncClientApp();
        app.client.start();
        app.run(arguments);
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        HttpRequestBase request;
        if (method.equals("POST")) {
            HttpPost post = new HttpPost(url);
            post.setEntity(new StringEntity("body"));
            request = post;
        } else {
            request = new HttpGet(url);
        }
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(5_000)
                .setSocketTimeout(timeoutMillis)
                .build());
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return client.execute(request, null)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getStatusLine()
                .getStatusCode();
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        client.execute(new HttpGet(url), new FutureCallback<HttpResponse>() {
            @Override
            public void completed(HttpResponse response) {
                completeElsewhere(answered, response.getStatusLine().getStatusCode());
            }

            @Override
            public void failed(Exception thrown) {
                answered.completeExceptionally(thrown);
            }

            @Override
            public void cancelled() {
                answered.cancel(true);
            }
        });
        return answered;
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        Future<HttpResponse> call = client.execute(new HttpGet(url), null);
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        call.cancel(true);
        try {
            call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (CancellationException | ExecutionException expected) {
            // As it should.
        }
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        CompletableFuture<Integer> head = new CompletableFuture<>();
        Future<Integer> whole = client.execute(HttpAsyncMethods.createGet(url), new Body(head), null);
        int status = head.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        opened.run();
        whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return status;
    }

    private static final class Body extends AsyncCharConsumer<Integer> {
        private final CompletableFuture<Integer> head;

        Body(CompletableFuture<Integer> head) {
            this.head = head;
        }

        @Override
        protected void onResponseReceived(HttpResponse response) {
            head.complete(response.getStatusLine().getStatusCode());
        }

        @Override
        protected void onCharReceived(CharBuffer text, IOControl control) throws IOException {}

        @Override
        protected Integer buildResult(HttpContext context) {
            return 0;
        }
    }

    @Override
    void close() throws Exception {
        client.close();
    }
}
