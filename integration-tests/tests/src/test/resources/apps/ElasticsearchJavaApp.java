// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;

/** Elasticsearch's Java client, above the low-level one of its version. */
public class ElasticsearchJavaApp extends SearchApp {
    private ElasticsearchTransport transport;
    private ElasticsearchClient client;

    public static void main(String[] arguments) throws Exception {
        new ElasticsearchJavaApp().run(arguments);
    }

    @Override
    void open() throws Exception {
        RestClient rest = RestClient.builder(HttpHost.create("http://localhost:" + port)).build();
        transport = new RestClientTransport(rest, new JacksonJsonpMapper());
        client = new ElasticsearchClient(transport);
    }

    private static String customer(String body) {
        return body.replaceAll(".*\"value\":\"", "").replaceAll("\".*", "");
    }

    @Override
    int send(String method, String path, String body) throws Exception {
        if (path.startsWith("/_bulk")) {
            BulkRequest.Builder bulk = new BulkRequest.Builder();
            for (int i = 0; i < 60; i++) {
                String id = Integer.toString(i);
                bulk.operations(o -> o.index(x -> x.index(ORDERS).id(id).document(Map.of("total", 1))));
            }
            client.bulk(bulk.build());
        } else if (path.contains("/_doc/")) {
            client.get(g -> g.index(ORDERS).id(path.substring(path.lastIndexOf('/') + 1)), Map.class);
        } else {
            client.search(
                    s -> s.index(ORDERS)
                            .query(q -> q.term(t -> t.field("customer").value(customer(body)))),
                    Map.class);
        }
        return 200;
    }

    @Override
    CompletableFuture<Integer> begin(String method, String path, String body) {
        ElasticsearchAsyncClient asynchronous = new ElasticsearchAsyncClient(transport);
        return path.contains("/_doc/")
                ? asynchronous.get(g -> g.index(ORDERS).id("17"), Map.class).thenApply(answer -> 200)
                : asynchronous
                        .search(s -> s.index(ORDERS), Map.class)
                        .thenApply(answer -> 200);
    }

    @Override
    void close() throws Exception {
        transport.close();
    }
}
