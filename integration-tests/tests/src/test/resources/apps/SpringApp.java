// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.nio.file.Files;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

public class SpringApp {
    @RestController
    @EnableWebMvc
    public static class Orders {
        @GetMapping("/orders/{id}")
        public String order(@PathVariable("id") String id) {
            return id;
        }

        @GetMapping("/orders/{id}/lines")
        public String broken(@PathVariable("id") String id) {
            throw new IllegalStateException("expected");
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory(java.nio.file.Path.of("target"), "tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        for (String mapping : new String[] {"/", "/api/*"}) {
            AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
            spring.register(Orders.class);
            Tomcat.addServlet(context, "spring" + mapping, new DispatcherServlet(spring));
            context.addServletMappingDecoded(mapping, "spring" + mapping);
        }
        tomcat.getConnector();
        tomcat.start();
        Child.ready(tomcat.getConnector().getLocalPort());
        Child.awaitEnd();
        tomcat.stop();
    }
}
