// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import java.nio.file.Files;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

public class TomcatApp {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory(java.nio.file.Path.of("target"), "tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("/shop", null);
        Tomcat.addServlet(context, "contract", "apps.ContractServlet").setAsyncSupported(true);
        Tomcat.addServlet(context, "other", "apps.OtherServlet").setAsyncSupported(true);
        context.addServletMappingDecoded("/contract/*", "contract");
        context.addServletMappingDecoded("/other", "other");
        // Without a servlet behind them Tomcat runs no filters.
        context.addServletMappingDecoded("/denied", "other");
        context.addServletMappingDecoded("/broken", "other");
        FilterDef filter = new FilterDef();
        filter.setFilterName("gate");
        filter.setFilterClass("apps.GateFilter");
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap map = new FilterMap();
        map.setFilterName("gate");
        map.addURLPatternDecoded("/*");
        context.addFilterMap(map);
        ErrorPage page = new ErrorPage();
        page.setErrorCode(502);
        page.setLocation("/other");
        context.addErrorPage(page);
        tomcat.getConnector();
        tomcat.start();
        Child.ready(tomcat.getConnector().getLocalPort());
        Child.awaitEnd();
        tomcat.stop();
    }
}
