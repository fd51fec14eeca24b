// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.attach;

import dev.foreshock.harness.Child;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Deploys each war twice; when told to, undeploys all of them and names those whose classes stay. */
public final class WarServer {
    private static final int COLLECTIONS = 60;
    private static final int MORE_COLLECTIONS = 3;
    private static final long PAUSE_MILLIS = 500;
    private static final String EXPECTED_TO_STAY = "Leaking";

    private final Tomcat tomcat = new Tomcat();
    private final Map<String, Context> contexts = new LinkedHashMap<>();
    private final Map<WeakReference<ClassLoader>, String> loaders = new LinkedHashMap<>();
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    private WarServer() {}

    /** @param arguments a directory to work in, then the directory of each war, named as its servlet */
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        WarServer server = new WarServer();
        server.tomcat.setBaseDir(arguments[0]);
        server.tomcat.setPort(0);
        server.tomcat.getConnector();
        for (int i = 1; i < arguments.length; i++) {
            server.deploy(Path.of(arguments[i]), "1");
            server.deploy(Path.of(arguments[i]), "2");
        }
        server.tomcat.start();
        Child.ready(server.tomcat.getConnector().getLocalPort());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        server.undeploy();
        server.collect();
        Child.awaitEnd();
        server.tomcat.stop();
    }

    private void deploy(Path war, String copy) {
        String servlet = war.getFileName().toString();
        Context context = tomcat.addContext("/" + servlet + copy, war.toString());
        Tomcat.addServlet(context, servlet, "wars." + servlet).setLoadOnStartup(1);
        context.addServletMappingDecoded("/*", servlet);
        contexts.put(servlet + copy, context);
    }

    private void undeploy() throws Exception {
        for (Map.Entry<String, Context> deployed : contexts.entrySet()) {
            Context context = deployed.getValue();
            loaders.put(new WeakReference<>(context.getLoader().getClassLoader(), collected), deployed.getKey());
            context.stop();
            tomcat.getHost().removeChild(context);
            context.destroy();
        }
        contexts.clear();
    }

    private void collect() throws InterruptedException {
        for (int i = 0;
                i < COLLECTIONS && loaders.values().stream().anyMatch(name -> !name.startsWith(EXPECTED_TO_STAY));
                i++) {
            collectOnce();
        }
        for (int i = 0; i < MORE_COLLECTIONS; i++) {
            collectOnce();
        }
        System.out.println("left: " + String.join(" ", loaders.values()));
    }

    private void collectOnce() throws InterruptedException {
        System.gc();
        for (Object gone = collected.remove(PAUSE_MILLIS); gone != null; gone = collected.poll()) {
            loaders.remove(gone);
        }
    }
}
