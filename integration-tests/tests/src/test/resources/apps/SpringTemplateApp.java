// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/** {@code RestTemplate} over each client; a case is called {@code client/method}, and replaces the last segment of the URL. */
public class SpringTemplateApp extends ClientApp {
    private static final String FACTORIES = "org.springframework.http.client.";

    private final Map<String, ClientHttpRequestFactory> factories = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        new SpringTemplateApp().run(arguments);
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) {
        return status(new RestTemplate().exchange(URI.create(url), HttpMethod.valueOf(method), null, String.class));
    }

    @Override
    int perform(String name, Map<String, String> query) throws Exception {
        String[] parts = name.split("/");
        if (parts.length == 1) {
            return super.perform(name, query);
        }
        String url = query.get("url");
        int last = url.lastIndexOf('/') + 1;
        return call(factory(parts[0]), parts[1], url.substring(0, last), url.substring(last));
    }

    /** Each by the beginning of its class's name, since no version of Spring has all. */
    final ClientHttpRequestFactory factory(String client) throws Exception {
        ClientHttpRequestFactory known = factories.get(client);
        if (known == null) {
            known = (ClientHttpRequestFactory) Class.forName(FACTORIES + client + "ClientHttpRequestFactory")
                    .getConstructor()
                    .newInstance();
            factories.put(client, known);
        }
        return known;
    }

    int call(ClientHttpRequestFactory factory, String method, String base, String id) throws Exception {
        RestTemplate template = new RestTemplate(factory);
        switch (method) {
            case "variables":
                return status(template.getForEntity(base + "{id}?page={page}", String.class, id, "hunter2"));
            case "map":
                return status(template.exchange(
                        base + "{id}", HttpMethod.GET, null, String.class, Map.of("id", id)));
            case "post":
                return status(template.postForEntity(base + "{id}", "body", String.class, id));
            case "entity":
                return status(template.exchange(RequestEntity.get(base + "{id}", id).build(), String.class));
            case "uri":
                return status(template.getForEntity(URI.create(base + id), String.class));
            case "joined":
                return status(template.getForEntity(base + id, String.class));
            case "intercepted":
                template.getInterceptors().add((request, body, execution) -> {
                    new RestTemplate().getForEntity(URI.create(base + "inside"), String.class);
                    return execution.execute(request, body);
                });
                return status(template.getForEntity(base + "{id}", String.class, id));
            case "loop":
                for (int i = 0; i < 20; i++) {
                    template.getForEntity(base + "{id}", String.class, id + (char) ('a' + i));
                }
                return 200;
            default:
                throw new UnsupportedOperationException(method);
        }
    }

    private static int status(ResponseEntity<?> answer) {
        try {
            // Its type was changed with Spring 6.
            Object status = ResponseEntity.class.getMethod("getStatusCode").invoke(answer);
            return Integer.parseInt(status.toString().substring(0, 3));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void close() throws Exception {
        for (ClientHttpRequestFactory factory : factories.values()) {
            if (factory instanceof org.springframework.beans.factory.DisposableBean open) {
                open.destroy();
            }
        }
    }
}
