// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

public class HttpClient5App extends ClientApp {
    private final CloseableHttpClient client =
            HttpClients.custom().disableAutomaticRetries().build();

    public static void main(String[] arguments) throws Exception {
        new HttpClient5App().run(arguments);
    }

    private static int finish(CloseableHttpClient client, HttpUriRequestBase request) throws IOException {
        try (CloseableHttpResponse response = client.execute(request)) {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        }
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        HttpUriRequestBase request = method.equals("POST") ? new HttpPost(url) : new HttpGet(url);
        if (method.equals("POST")) {
            request.setEntity(new StringEntity(body));
        }
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(Timeout.ofSeconds(5))
                .setResponseTimeout(Timeout.ofMilliseconds(timeoutMillis))
                .build());
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return finish(client, request);
    }

    @Override
    int retried(String url) throws Exception {
        try (CloseableHttpClient patient = HttpClients.custom()
                .setRetryStrategy(new DefaultHttpRequestRetryStrategy(1, TimeValue.ofMilliseconds(1)))
                .build()) {
            return finish(patient, new HttpGet(url));
        }
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        HttpGet request = new HttpGet(url);
        sent.thenRun(request::cancel);
        try {
            finish(client, request);
        } catch (IOException expected) {
            // The socket was closed under it.
        }
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        try (CloseableHttpResponse response = client.execute(new HttpGet(url))) {
            opened.run();
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        }
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
        try (CloseableHttpClient intercepted =
                HttpClients.custom().addRequestInterceptorLast(interceptor).build()) {
            return finish(intercepted, new HttpGet(url));
        }
    }

    @Override
    int crowded(String url) throws Exception {
        PoolingHttpClientConnectionManager one = new PoolingHttpClientConnectionManager();
        one.setMaxTotal(1);
        try (CloseableHttpClient narrow =
                HttpClients.custom().setConnectionManager(one).build()) {
            return together(() -> finish(narrow, new HttpGet(url)));
        }
    }

    @Override
    void close() throws Exception {
        client.close();
    }
}
