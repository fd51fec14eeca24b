// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultServiceUnavailableRetryStrategy;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.util.EntityUtils;

public class HttpClient4App extends ClientApp {
    private final CloseableHttpClient client =
            HttpClients.custom().disableAutomaticRetries().build();

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        new HttpClient4App().run(arguments);
    }

    private static int finish(CloseableHttpClient client, HttpUriRequest request) throws IOException {
        try (CloseableHttpResponse response = client.execute(request)) {
            EntityUtils.consume(response.getEntity());
            return response.getStatusLine().getStatusCode();
        }
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        HttpRequestBase request = method.equals("POST") ? new HttpPost(url) : new HttpGet(url);
        if (request instanceof HttpPost) {
            ((HttpPost) request).setEntity(new StringEntity(body));
        }
        request.setConfig(RequestConfig.custom()
                .setConnectTimeout(5_000)
                .setSocketTimeout(timeoutMillis)
                .build());
        if (header.length > 0) {
            request.setHeader(header[0], header[1]);
        }
        return finish(client, request);
    }

    @Override
    int retried(String url) throws Exception {
        try (CloseableHttpClient patient = HttpClients.custom()
                .setServiceUnavailableRetryStrategy(new DefaultServiceUnavailableRetryStrategy(2, 1))
                .build()) {
            return finish(patient, new HttpGet(url));
        }
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        HttpGet request = new HttpGet(url);
        sent.thenRun(request::abort);
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
            return response.getStatusLine().getStatusCode();
        }
    }

    @Override
    int nested(String url, Step inside) throws Exception {
        HttpRequestInterceptor interceptor = (request, context) -> {
            try {
                inside.run();
            } catch (Exception e) {
                throw new IOException(e);
            }
        };
        try (CloseableHttpClient intercepted =
                HttpClients.custom().addInterceptorLast(interceptor).build()) {
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
