// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

public class OkHttpApp extends ClientApp {
    final OkHttpClient client = new OkHttpClient.Builder()
            .addInterceptor(OkHttpApp::unchanged)
            .addNetworkInterceptor(OkHttpApp::unchanged)
            .build();

    public static void main(String[] arguments) throws Exception {
        new OkHttpApp().run(arguments);
    }

    /** An interceptor sees what the application has sent, whatever is written. */
    private static Response unchanged(okhttp3.Interceptor.Chain chain) throws IOException {
        Request before = chain.request();
        Response response = chain.proceed(before);
        boolean added = before.header("own") == null && before.header("traceparent") != null;
        if (added || response.request().header("traceparent") != before.header("traceparent")) {
            throw new IOException("changed: " + response.request().headers());
        }
        return response;
    }

    private Call call(OkHttpClient with, String url) {
        return with.newCall(new Request.Builder().url(url).build());
    }

    private static int status(Response response) throws IOException {
        try (response) {
            drain(response.body().byteStream());
            return response.code();
        }
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        Request.Builder request = new Request.Builder().url(url);
        if (method.equals("POST")) {
            request.post(RequestBody.create(MediaType.parse("text/plain"), body));
        }
        if (header.length > 0) {
            request.header("own", "yes").header(header[0], header[1]);
        }
        OkHttpClient limited = client.newBuilder()
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .build();
        return status(limited.newCall(request.build()).execute());
    }

    @Override
    int retried(String url) throws Exception {
        return status(call(client, url).execute());
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        call(client, url).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException thrown) {
                done.completeExceptionally(thrown);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                done.complete(status(response));
            }
        });
        return done;
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        Call call = call(client, url);
        CompletableFuture<Void> cancel = sent.thenRun(call::cancel);
        try {
            call.execute().close();
            throw new IllegalStateException("not cancelled");
        } catch (IOException expected) {
            cancel.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        try (Response response = call(client, url).execute()) {
            opened.run();
            drain(response.body().byteStream());
            return response.code();
        }
    }

    @Override
    int nested(String url, Step inside) throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        OkHttpClient hooked = client.newBuilder()
                .addInterceptor(chain -> {
                    if (once.compareAndSet(false, true)) {
                        try {
                            inside.run();
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        return status(call(hooked, url).execute());
    }

    @Override
    void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
