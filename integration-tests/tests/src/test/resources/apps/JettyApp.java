// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

public class JettyApp {
    public static void main(String[] arguments) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/shop");
        ServletHolder contract = new ServletHolder(new ContractServlet());
        contract.setAsyncSupported(true);
        context.addServlet(contract, "/contract/*");
        ServletHolder other = new ServletHolder(new OtherServlet());
        other.setAsyncSupported(true);
        context.addServlet(other, "/other");
        FilterHolder gate = new FilterHolder(new GateFilter());
        gate.setAsyncSupported(true);
        context.addFilter(gate, "/*", EnumSet.of(DispatcherType.REQUEST));
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(502, "/other");
        context.setErrorHandler(pages);
        server.setHandler(context);
        server.start();
        Child.ready(((ServerConnector) server.getConnectors()[0]).getLocalPort());
        Child.awaitEnd();
        server.stop();
    }
}
