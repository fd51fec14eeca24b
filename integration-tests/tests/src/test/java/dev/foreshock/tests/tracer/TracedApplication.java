// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.tracer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** A service with Micrometer Tracing that calls itself, and tells what it sees of the context. */
@SpringBootApplication
@RestController
public class TracedApplication {
    private final RestClient client;
    private volatile int port;

    TracedApplication(RestClient.Builder client) {
        this.client = client.build();
    }

    public static void main(String[] arguments) {
        SpringApplication.run(TracedApplication.class, arguments);
    }

    /** What stands in the MDC while a request is handled, and the context headers that a callee gets. */
    @GetMapping("/outer")
    public Map<String, String> outer() {
        Map<String, String> seen = new TreeMap<>();
        Map<String, String> mdc = MDC.getCopyOfContextMap();
        if (mdc != null) {
            mdc.forEach((key, value) -> seen.put("mdc." + key, value));
        }
        String headers = client.get()
                .uri("http://127.0.0.1:" + port + "/inner")
                .retrieve()
                .body(String.class);
        seen.put("headers", String.valueOf(headers));
        return seen;
    }

    @GetMapping("/inner")
    public String inner(@RequestHeader HttpHeaders headers) {
        List<String> contexts = headers.getValuesAsList("traceparent");
        return String.join(" ", contexts);
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
        System.out.println("READY " + port);
    }
}
