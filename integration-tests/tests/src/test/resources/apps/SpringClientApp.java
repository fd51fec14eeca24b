// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import java.util.logging.LogManager;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.client.support.RestTemplateAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

/** What Spring 6.1 has added: {@code RestClient}, and interfaces with {@code @HttpExchange}. */
public class SpringClientApp extends SpringTemplateApp {
    interface Items {
        @GetExchange("/{id}")
        String item(@PathVariable("id") String id);
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        new SpringClientApp().run(arguments);
    }

    @Override
    int call(ClientHttpRequestFactory factory, String method, String base, String id) throws Exception {
        String root = base.substring(0, base.length() - 1);
        switch (method) {
            case "client":
                RestClient.builder().requestFactory(factory).build()
                        .get().uri(base + "{id}?page={page}", id, "hunter2").retrieve().body(String.class);
                return 200;
            case "based":
                RestClient.builder().requestFactory(factory).baseUrl(root).build()
                        .get().uri("/{id}", id).retrieve().body(String.class);
                return 200;
            case "interface":
                return item(RestClientAdapter.create(
                        RestClient.builder().requestFactory(factory).baseUrl(root).build()), id);
            case "template-interface":
                RestTemplate template = new RestTemplate(factory);
                template.setUriTemplateHandler(new DefaultUriBuilderFactory(root));
                return item(RestTemplateAdapter.create(template), id);
            default:
                return super.call(factory, method, base, id);
        }
    }

    private static int item(HttpExchangeAdapter adapter, String id) {
        HttpServiceProxyFactory.builderFor(adapter).build().createClient(Items.class).item(id);
        return 200;
    }
}
