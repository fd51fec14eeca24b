// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Gets objects: the first two parts of the path are bucket and key. */
public class S3NettyApp extends ClientApp {
    private final SdkAsyncHttpClient http = NettyNioAsyncHttpClient.create();
    private final ConcurrentHashMap<String, S3AsyncClient> clients = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        new S3NettyApp().run(arguments);
    }

    private S3AsyncClient client(URI uri) {
        return clients.computeIfAbsent(uri.getAuthority(), authority -> S3AsyncClient.builder()
                .endpointOverride(URI.create("http://" + authority))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "hunter2")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .httpClient(http)
                .build());
    }

    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        URI uri = URI.create(url);
        String[] parts = uri.getPath().split("/");
        return client(uri)
                .getObject(
                        request -> request.bucket(parts[1]).key(parts.length > 2 ? parts[2] : "key"),
                        AsyncResponseTransformer.toBytes())
                .thenApply(object -> object.response().sdkHttpResponse().statusCode())
                .exceptionally(S3NettyApp::refused);
    }

    private static int refused(Throwable thrown) {
        if (thrown.getCause() instanceof S3Exception answered) {
            return answered.statusCode();
        }
        throw new CompletionException(thrown);
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        return asynchronous(url).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    int retried(String url) throws Exception {
        return asynchronous(url).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    void close() {
        clients.values().forEach(S3AsyncClient::close);
        http.close();
    }
}
