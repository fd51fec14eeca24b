// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Gets objects over Apache HttpClient, or the JDK's connections where those are there: the path is bucket and key. */
public class S3App extends ClientApp {
    private final ConcurrentHashMap<String, S3Client> clients = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        String lighter = "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService";
        if (S3App.class.getClassLoader().getResource(lighter.replace('.', '/') + ".class") != null) {
            System.setProperty("software.amazon.awssdk.http.service.impl", lighter);
        }
        new S3App().run(arguments);
    }

    private S3Client client(URI uri) {
        return clients.computeIfAbsent(uri.getAuthority(), authority -> S3Client.builder()
                .endpointOverride(URI.create("http://" + authority))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "hunter2")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build());
    }

    @Override
    int retried(String url) {
        URI uri = URI.create(url);
        String[] parts = uri.getPath().split("/");
        try {
            GetObjectResponse response = client(uri)
                    .getObject(
                            request -> request.bucket(parts[1]).key(parts[2]), ResponseTransformer.toBytes())
                    .response();
            return response.sdkHttpResponse().statusCode();
        } catch (S3Exception answered) {
            return answered.statusCode();
        }
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) {
        return retried(url);
    }

    @Override
    void close() {
        clients.values().forEach(S3Client::close);
    }
}
