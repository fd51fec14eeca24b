// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.util.logging.LogManager;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.ServletRegistration;
import org.glassfish.grizzly.servlet.WebappContext;

public class GrizzlyApp {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        HttpServer server = new HttpServer();
        NetworkListener listener = new NetworkListener("http", "127.0.0.1", 0);
        server.addListener(listener);
        WebappContext context = new WebappContext("shop", "/shop");
        ServletRegistration contract = context.addServlet("contract", "apps.ContractServlet");
        contract.addMapping("/contract/*");
        contract.setAsyncSupported(true);
        ServletRegistration other = context.addServlet("other", "apps.OtherServlet");
        other.addMapping("/other");
        other.setAsyncSupported(true);
        context.deploy(server);
        server.start();
        Child.ready(listener.getPort());
        Child.awaitEnd();
        server.shutdownNow();
    }
}
