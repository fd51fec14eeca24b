// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;
import java.util.logging.LogManager;

public class UndertowApp {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowApp.class.getClassLoader())
                .setContextPath("/shop")
                .setDeploymentName("shop.war")
                .addServlet(Servlets.servlet("contract", ContractServlet.class)
                        .addMapping("/contract/*")
                        .setAsyncSupported(true))
                .addServlet(Servlets.servlet("other", OtherServlet.class)
                        .addMapping("/other")
                        .setAsyncSupported(true))
                .addFilter(Servlets.filter("gate", GateFilter.class).setAsyncSupported(true))
                .addFilterUrlMapping("gate", "/*", DispatcherType.REQUEST)
                .addErrorPage(Servlets.errorPage("/other", 502));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path().addPrefixPath("/shop", manager.start()))
                .build();
        undertow.start();
        Child.ready(((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort());
        Child.awaitEnd();
        undertow.stop();
    }
}
