// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Application;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Set;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher;

public class ResteasyApp {
    public static class Shop extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Collections.singleton(Orders.class);
        }
    }

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
        for (String prefix : new String[] {"", "/api"}) {
            Wrapper servlet = Tomcat.addServlet(context, "resteasy" + prefix, new HttpServletDispatcher());
            servlet.addInitParameter("jakarta.ws.rs.Application", Shop.class.getName());
            servlet.addInitParameter("resteasy.servlet.mapping.prefix", prefix);
            context.addServletMappingDecoded(prefix + "/*", "resteasy" + prefix);
        }
        tomcat.getConnector();
        tomcat.start();
        Child.ready(tomcat.getConnector().getLocalPort());
        Child.awaitEnd();
        tomcat.stop();
    }
}
