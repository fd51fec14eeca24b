// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A client that runs one enqueued call at a time, and limits whole calls. */
public class OkHttpQueueApp extends OkHttpApp {
    public static void main(String[] arguments) throws Exception {
        OkHttpQueueApp app = new OkHttpQueueApp();
        app.client.dispatcher().setMaxRequests(1);
        app.run(arguments);
    }

    /** Enqueues a call behind one of another request, and then does what has that one end. */
    @Override
    int nested(String url, Step inside) throws Exception {
        CompletableFuture<Integer> queued = asynchronous(url);
        if (client.dispatcher().queuedCallsCount() != 1) {
            throw new IllegalStateException("nothing waits");
        }
        inside.run();
        return queued.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    int retried(String url) throws Exception {
        OkHttpClient limited =
                client.newBuilder().callTimeout(300, TimeUnit.MILLISECONDS).build();
        try (Response response =
                limited.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code();
        }
    }
}
