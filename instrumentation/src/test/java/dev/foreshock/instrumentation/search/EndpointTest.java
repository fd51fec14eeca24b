// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "GET,    /orders/_doc/4711,                get",
        "HEAD,   /orders/_doc/4711,                exists",
        "PUT,    /orders/_doc/4711?refresh=true,   index",
        "POST,   /orders/_doc,                     index",
        "DELETE, /orders/_doc/4711,                delete",
        "POST,   /orders/_update/4711,             update",
        "PUT,    /orders/_create/4711,             create",
        "POST,   /orders/_search,                  search",
        "GET,    http://host:9200/orders/_search,  search",
        "POST,   /_all/_search,                    search",
        "POST,   /_search/scroll,                  scroll",
        "DELETE, /_search/scroll,                  clear_scroll",
        "POST,   /_msearch,                        msearch",
        "POST,   /orders/_mget,                    mget",
        "POST,   /_bulk,                           bulk",
        "POST,   /orders/_delete_by_query,         delete_by_query",
        "GET,    /,                                info",
        "HEAD,   /,                                ping",
        "PUT,    /orders,                          indices.create",
        "HEAD,   /orders,                          indices.exists",
        "DELETE, /orders,                          indices.delete",
        "PUT,    /orders/_mapping,                 indices.put_mapping",
        "GET,    /_cluster/health,                 cluster",
        "GET,    /orders/order/4711,               get",
        "PUT,    /orders/order/4711,               index",
        "POST,   /orders/order/4711/_update,       update",
        "GET,    /orders/_secret/4711,             other",
        "PATCH,  /orders,                          other",
        "GET,    '',                               info",
        "GET,    ///,                              info",
        "GET,    http://host,                      info",
    })
    void names_what_is_asked_for(String method, String path, String name) {
        assertEquals(name, new Endpoint(method, path).name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders             | orders",
                "order_items-v.main | order_items-v.main",
                "logs-2026.11.22    | logs-?",
                "logs-*             | logs-*",
                "a,b,a              | a b",
                "a%2Cb              | a b",
                "a,b,c,d,e          | ?",
                "canary@example.com | ?",
                "tenant-4711-orders | tenant-?",
                "caf%C3%A9          | ?",
                "abcdefghijklmnopqrstuvwxyzabc | ?",
            })
    void leaves_out_of_an_index_what_looks_like_a_value(String segment, String names) {
        assertEquals(List.of(names.split(" ")), IndexName.all(segment));
    }

    @ParameterizedTest
    @CsvSource({"_nodes/http, true", "_nodes/stats, false", "orders/_search, false"})
    void knows_what_a_client_asks_of_its_own_accord(String path, boolean upkeep) {
        assertEquals(upkeep, new Endpoint("GET", '/' + path).isUpkeep());
    }

    @ParameterizedTest
    @CsvSource({"/_bulk", "/orders/_update_by_query", "/_reindex"})
    void does_not_ask_to_send_together_what_is_together_already(String path) {
        assertTrue(new Endpoint("POST", path).isTogether());
    }
}
