// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import org.jspecify.annotations.Nullable;

/** Classes that no hint may select: those of other agents, of the agent itself, and those that are made at run time. */
final class ForeignClasses {
    private static final String[] AGENTS = {
        "io/opentelemetry/javaagent/",
        "datadog/",
        "com/datadog/",
        "co/elastic/apm/",
        "com/newrelic/agent/",
        "com/dynatrace/",
        "com/appdynamics/",
        "com/instana/",
        "org/apache/skywalking/apm/",
        "com/navercorp/pinpoint/",
        "com/contrastsecurity/",
        "com/taobao/arthas/",
        "org/jacoco/agent/",
        "net/bytebuddy/",
        "dev/foreshock/shaded/",
        "dev/foreshock/core/",
        "jdk/",
        "sun/",
        "java/",
    };

    /** Pools and proxies around drivers: the innermost physical call is the operation, so only the driver itself is woven. */
    private static final String[] WRAPPERS = {
        "com/zaxxer/hikari/",
        "org/apache/tomcat/jdbc/",
        "org/apache/tomcat/dbcp/",
        "org/apache/commons/dbcp",
        "com/mchange/",
        "com/alibaba/druid/",
        "io/agroal/",
        "org/vibur/",
        "com/jolbox/",
        "bitronix/",
        "com/atomikos/",
        "org/jboss/jca/",
        "oracle/ucp/",
        "software/amazon/jdbc/",
        "com/p6spy/",
        "net/ttddyy/",
        "net/sf/log4jdbc/",
        "org/apache/shardingsphere/",
        "org/springframework/",
        "org/hibernate/",
        "org/jooq/",
        "org/apache/ibatis/",
        "org/flywaydb/",
        "liquibase/",
        "io/micrometer/",
        "brave/",
    };

    private static final String[] GENERATED = {
        "$Proxy",
        "$$EnhancerBy",
        "$$FastClassBy",
        "$$SpringCGLIB",
        "$HibernateProxy$",
        "$MockitoMock$",
        "$ByteBuddy$",
        "_$$_",
    };

    /** Loaded when a tracer is made, not merely because its library is on the class path. */
    private static final String[] TRACERS = {
        "io/micrometer/tracing/otel/bridge/OtelTracer",
        "io/micrometer/tracing/brave/bridge/BraveTracer",
        "io/opentelemetry/sdk/trace/SdkTracer",
        "brave/Tracer",
    };

    /** Loaders of other agents: the libraries that they carry are not the application's, whatever their names. */
    private static final String[] AGENT_LOADERS = {
        "io.opentelemetry.javaagent.",
        "datadog.",
        "co.elastic.apm.",
        "com.newrelic.",
        "com.dynatrace.",
        "com.appdynamics.",
        "com.instana.",
        "org.apache.skywalking.apm.",
        "com.navercorp.pinpoint.",
        "com.contrastsecurity.",
        "com.taobao.arthas.",
    };

    private ForeignClasses() {}

    /** Whether the class shows that the application has a tracer of its own. */
    static boolean isTracer(String internalName) {
        for (String tracer : TRACERS) {
            if (internalName.equals(tracer)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the class is none of the application's own or its libraries'. */
    static boolean contains(String internalName, @Nullable ClassLoader loader) {
        // What belongs to the JDK is woven by exact name or not at all.
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || isAgent(loader)) {
            return true;
        }
        for (String prefix : AGENTS) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        for (String prefix : WRAPPERS) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        for (String mark : GENERATED) {
            if (internalName.contains(mark)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the loader belongs to this agent or another one. */
    static boolean isAgent(ClassLoader loader) {
        if (loader instanceof PluginLoader
                || (loader == ForeignClasses.class.getClassLoader() && loader != ClassLoader.getSystemClassLoader())) {
            return true;
        }
        String type = loader.getClass().getName();
        for (String prefix : AGENT_LOADERS) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
