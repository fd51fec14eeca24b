// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

/** Asks a search engine that is not there. */
public class SearchWar extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (RestClient client = RestClient.builder(new HttpHost("127.0.0.1", 1)).build()) {
            client.performRequest(new Request("GET", "/orders/_doc/1"));
        } catch (ConnectException expected) {
            // Nobody listens there.
        }
    }
}
