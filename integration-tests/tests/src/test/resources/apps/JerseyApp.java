// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.nio.file.Files;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

public class JerseyApp {
    @Path("orders")
    public static class Orders {
        @GET
        @Path("{id}")
        public String order(@PathParam("id") String id) {
            return id;
        }

        @GET
        @Path("{id}/lines")
        public String broken(@PathParam("id") String id) {
            throw new IllegalStateException("expected");
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory(java.nio.file.Path.of("target"), "tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        for (String mapping : new String[] {"/*", "/api/*"}) {
            Tomcat.addServlet(context, "jersey" + mapping, new ServletContainer(new ResourceConfig(Orders.class)));
            context.addServletMappingDecoded(mapping, "jersey" + mapping);
        }
        tomcat.getConnector();
        tomcat.start();
        Child.ready(tomcat.getConnector().getLocalPort());
        Child.awaitEnd();
        tomcat.stop();
    }
}
