// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.client.api.Response;
import org.eclipse.jetty.client.util.InputStreamResponseListener;

public class JettyClientApp extends ClientApp {
    final HttpClient client = new HttpClient();

    public static void main(String[] arguments) throws Exception {
        JettyClientApp app = new JettyClientApp();
        app.client.setConnectTimeout(5_000);
        app.client.start();
        app.run(arguments);
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        Request request = client.newRequest(url).method(method).timeout(timeoutMillis, TimeUnit.MILLISECONDS);
        if (header.length > 0) {
            own(request, header[0], header[1]);
        }
        return request.send().getStatus();
    }

    /** The method of Jetty 9 has gone, and the one of Jetty 12 was not there. */
    private static void own(Request request, String name, String value) throws Exception {
        try {
            Request.class.getMethod("header", String.class, String.class).invoke(request, name, value);
        } catch (NoSuchMethodException later) {
            java.util.function.Consumer<Object> change = fields -> {
                try {
                    Class.forName("org.eclipse.jetty.http.HttpFields$Mutable")
                            .getMethod("put", String.class, String.class)
                            .invoke(fields, name, value);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
            Request.class.getMethod("headers", java.util.function.Consumer.class).invoke(request, change);
        }
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        client.newRequest(url).send(result -> {
            if (result.isFailed()) {
                done.completeExceptionally(result.getFailure());
            } else {
                completeElsewhere(done, result.getResponse().getStatus());
            }
        });
        return done;
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Request request = client.newRequest(url);
        request.send(result -> over.complete(null));
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        request.abort(new CancellationException());
        over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        InputStreamResponseListener listener = new InputStreamResponseListener();
        client.newRequest(url).send(listener);
        Response head = listener.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        opened.run();
        drain(listener.getInputStream());
        return head.getStatus();
    }

    /** The listener runs on a thread of the client's that knows of no request by itself. */
    @Override
    int nested(String url, Step inside) throws Exception {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        client.newRequest(url).send(result -> {
            // A thread of the client's must not wait for the client.
            Thread other = new Thread(() -> {
                try {
                    inside.run();
                    completeElsewhere(done, result.getResponse().getStatus());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
            other.start();
        });
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    void close() throws Exception {
        client.stop();
    }
}
