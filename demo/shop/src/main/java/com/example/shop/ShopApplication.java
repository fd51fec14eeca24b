// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.resilience.annotation.EnableResilientMethods;

/** Starts the shop, and says on which port it listens. */
@SpringBootApplication
@EnableCaching
@EnableResilientMethods
public class ShopApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }

    @Bean
    NewTopic queue() {
        return TopicBuilder.name(Warehouse.QUEUE).partitions(1).replicas(1).build();
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        System.out.println("READY " + event.getWebServer().getPort());
    }
}
