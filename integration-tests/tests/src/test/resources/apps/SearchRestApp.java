// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/** The low-level client: of Elasticsearch as it stands here, of OpenSearch with the packages of that. */
public class SearchRestApp extends SearchApp {
    private RestClient client;
    private RestClient both;

    public static void main(String[] arguments) throws Exception {
        new SearchRestApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        client = RestClient.builder(HttpHost.create("http://localhost:" + port)).build();
        both = RestClient.builder(
                        HttpHost.create("http://localhost:1"), HttpHost.create("http://localhost:" + port))
                .build();
    }

    private static Request request(String method, String path, String body) {
        Request request = new Request(method, path.replaceAll("\\?.*", ""));
        int query = path.indexOf('?');
        if (query >= 0) {
            String[] parameter = path.substring(query + 1).split("=");
            request.addParameter(parameter[0], parameter[1]);
        }
        if (body != null) {
            request.setJsonEntity(body);
        }
        return request;
    }

    @Override
    int send(String method, String path, String body) throws Exception {
        Response response = client.performRequest(request(method, path, body));
        return response.getStatusLine().getStatusCode();
    }

    @Override
    CompletableFuture<Integer> begin(String method, String path, String body) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        client.performRequestAsync(request(method, path, body), new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                status.complete(response.getStatusLine().getStatusCode());
            }

            @Override
            public void onFailure(Exception exception) {
                status.completeExceptionally(exception);
            }
        });
        return status;
    }

    @Override
    int sendToTwo(String method, String path) throws Exception {
        int status = 0;
        // Each node is the first one in turn, until one of them has failed.
        for (int i = 0; i < 2; i++) {
            status = both.performRequest(request(method, path, null)).getStatusLine().getStatusCode();
        }
        return status;
    }

    @Override
    void close() throws Exception {
        client.close();
        both.close();
    }
}
