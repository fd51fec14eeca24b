// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.net.URI;
import java.nio.CharBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

public class AsyncHttpClient5App extends ClientApp {
    final CloseableHttpAsyncClient client =
            HttpAsyncClients.custom().disableAutomaticRetries().build();

    public static void main(String[] arguments) throws Exception {
        AsyncHttpClient5App app = new AsyncHttpClient5App();
        app.client.start();
        app.run(arguments);
    }

    private static int status(Future<SimpleHttpResponse> response) throws Exception {
        return response.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getCode();
    }

    private static SimpleHttpRequest get(String url) {
        return new SimpleHttpRequest("GET", URI.create(url));
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        SimpleHttpRequest request = new SimpleHttpRequest(method, URI.create(url));
        if (method.equals("POST")) {
            request.setBody(body, ContentType.TEXT_PLAIN);
        }
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(Timeout.ofSeconds(5))
                .setResponseTimeout(Timeout.ofMilliseconds(timeoutMillis))
                .build());
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return status(client.execute(request, null));
    }

    @Override
    int retried(String url) throws Exception {
        try (CloseableHttpAsyncClient patient = HttpAsyncClients.custom()
                .setRetryStrategy(new DefaultHttpRequestRetryStrategy(1, TimeValue.ofMilliseconds(1)))
                .build()) {
            patient.start();
            return status(patient.execute(get(url), null));
        }
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        client.execute(get(url), new FutureCallback<SimpleHttpResponse>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                completeElsewhere(answered, response.getCode());
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
        Future<SimpleHttpResponse> call = client.execute(get(url), null);
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
        Future<Integer> whole =
                client.execute(SimpleRequestProducer.create(get(url)), new Body(head), null);
        head.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        opened.run();
        whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return head.get();
    }

    private static final class Body extends AbstractCharResponseConsumer<Integer> {
        private final CompletableFuture<Integer> head;

        Body(CompletableFuture<Integer> head) {
            this.head = head;
        }

        @Override
        protected void start(HttpResponse response, ContentType type) {
            head.complete(response.getCode());
        }

        @Override
        protected int capacityIncrement() {
            return 1_000;
        }

        @Override
        protected void data(CharBuffer text, boolean last) {}

        @Override
        protected Integer buildResult() {
            return 0;
        }

        @Override
        public void failed(Exception thrown) {
            head.completeExceptionally(thrown);
        }

        @Override
        public void releaseResources() {}
    }

    @Override
    int nested(String url, Step inside) throws Exception {
        HttpRequestInterceptor interceptor = (request, entity, context) -> {
            try {
                inside.run();
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        try (CloseableHttpAsyncClient intercepted =
                HttpAsyncClients.custom().addRequestInterceptorLast(interceptor).build()) {
            intercepted.start();
            return status(intercepted.execute(get(url), null));
        }
    }

    @Override
    int crowded(String url) throws Exception {
        PoolingAsyncClientConnectionManager one = new PoolingAsyncClientConnectionManager();
        one.setMaxTotal(1);
        try (CloseableHttpAsyncClient narrow =
                HttpAsyncClients.custom().setConnectionManager(one).build()) {
            narrow.start();
            Future<SimpleHttpResponse> first = narrow.execute(get(url), null);
            int second = status(narrow.execute(get(url), null));
            return Math.max(second, status(first));
        }
    }

    @Override
    void close() throws Exception {
        client.close();
    }
}
