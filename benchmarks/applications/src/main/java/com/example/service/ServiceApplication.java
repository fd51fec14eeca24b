// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.service;

import com.example.report.SelfReport;
import java.io.IOException;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the service, says on which port it listens, and ends when its standard input does. */
@SpringBootApplication
public class ServiceApplication {
    public static void main(String[] arguments) throws IOException {
        try (ConfigurableApplicationContext context = SpringApplication.run(ServiceApplication.class, arguments)) {
            WebServer server = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer());
            System.out.println("READY " + server.getPort());
            SelfReport.answerUntilEnd();
        }
    }
}
