// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells code of the application from the libraries and generated classes on the way to it.
 *
 * <p>Sorted prefixes, none of which begins with another, so that one binary search finds the only one that can match.
 */
final class Frames {
    static final String[] LIBRARIES = {
        "akka.",
        "android.",
        "brave.",
        "ch.qos.logback.",
        "clojure.",
        "co.elastic.apm.",
        "co.elastic.clients.",
        "com.alibaba.druid.",
        "com.amazonaws.",
        "com.blazebit.persistence.",
        "com.codahale.",
        "com.datadog.",
        "com.datastax.",
        "com.fasterxml.",
        "com.github.benmanes.caffeine.",
        "com.github.gavlyukovskiy.",
        "com.google.common.",
        "com.google.inject.",
        "com.ibm.db2.",
        "com.ibm.ws.",
        "com.ing.data.cassandra.",
        "com.linecorp.armeria.",
        "com.mchange.",
        "com.microsoft.sqlserver.",
        "com.mongodb.",
        "com.mysql.",
        "com.netflix.",
        "com.newrelic.",
        "com.oracle.",
        "com.p6spy.",
        "com.querydsl.",
        "com.sap.db.",
        "com.sun.",
        "com.vladmihalcea.",
        "com.zaxxer.",
        "datadog.",
        "dev.foreshock.api.",
        "dev.foreshock.core.",
        "dev.foreshock.instrumentation.",
        "dev.foreshock.shaded.",
        "feign.",
        "groovy.",
        "io.agroal.",
        "io.ebean.",
        "io.ebeaninternal.",
        "io.github.resilience4j.",
        "io.grpc.",
        "io.helidon.",
        "io.lettuce.",
        "io.micrometer.",
        "io.micronaut.",
        "io.netty.",
        "io.opentelemetry.",
        "io.quarkus.",
        "io.r2dbc.",
        "io.reactivex.",
        "io.smallrye.",
        "io.undertow.",
        "io.vertx.",
        "jakarta.",
        "java.",
        "javassist.",
        "javax.",
        "jdk.",
        "jnr.",
        "kotlin.",
        "kotlinx.",
        "net.bytebuddy.",
        "net.sf.cglib.",
        "net.sf.ehcache.",
        "net.sf.log4jdbc.",
        "net.ttddyy.",
        "ognl.",
        "okhttp3.",
        "okio.",
        "oracle.",
        "org.aopalliance.",
        "org.apache.camel.",
        "org.apache.catalina.",
        "org.apache.commons.",
        "org.apache.coyote.",
        "org.apache.cxf.",
        "org.apache.derby.",
        "org.apache.felix.",
        "org.apache.geronimo.",
        "org.apache.hc.",
        "org.apache.http.",
        "org.apache.ibatis.",
        "org.apache.kafka.",
        "org.apache.logging.",
        "org.apache.naming.",
        "org.apache.openejb.",
        "org.apache.openjpa.",
        "org.apache.openwebbeans.",
        "org.apache.shardingsphere.",
        "org.apache.tapestry5.ioc.",
        "org.apache.tomcat.",
        "org.apache.tomee.",
        "org.apache.webbeans.",
        "org.aspectj.",
        "org.codehaus.groovy.",
        "org.eclipse.jetty.",
        "org.eclipse.microprofile.",
        "org.eclipse.persistence.",
        "org.elasticsearch.",
        "org.firebirdsql.",
        "org.glassfish.",
        "org.graalvm.",
        "org.h2.",
        "org.hibernate.",
        "org.hsqldb.",
        "org.infinispan.",
        "org.jboss.",
        "org.jdbi.",
        "org.jooq.",
        "org.junit.",
        "org.jvnet.",
        "org.mariadb.",
        "org.mongodb.",
        "org.mybatis.",
        "org.neo4j.driver.",
        "org.opensearch.",
        "org.postgresql.",
        "org.redisson.",
        "org.scalactic.",
        "org.slf4j.",
        "org.springframework.",
        "org.sqlite.",
        "org.testng.",
        "org.wildfly.",
        "org.xnio.",
        "play.",
        "reactor.",
        "redis.clients.",
        "retrofit2.",
        "scala.",
        "scalikejdbc.",
        "slick.",
        "sun.",
        "weblogic.",
        "zipkin2.",
    };

    /** Packages under those prefixes that are applications all the same. */
    private static final String[] APPLICATIONS = {"org.springframework.samples."};

    /** What proxies and other generated classes have in their names. */
    private static final String[] GENERATED = {
        "$Proxy",
        "$$Enhancer",
        "$$SpringCGLIB$$",
        "$$FastClass",
        "CGLIB$$",
        "$HibernateProxy",
        "$HibernateInstantiator",
        "_$$_",
        "$ByteBuddy$",
        "$$Lambda",
        "_ClientProxy",
        "_Subclass",
        "$Intercepted",
        "$Introspection",
        "$$_Weld",
        "$auxiliary$",
        "$MockitoMock$",
    };

    private Frames() {}

    static boolean isApplication(String className) {
        return !isLibrary(className) && !isGenerated(className);
    }

    private static boolean isLibrary(String className) {
        int found = Arrays.binarySearch(LIBRARIES, className);
        int before = found >= 0 ? found : -found - 2;
        if (before < 0 || !className.startsWith(LIBRARIES[before])) {
            return false;
        }
        for (String application : APPLICATIONS) {
            if (className.startsWith(application)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGenerated(String className) {
        if (className.indexOf('$') < 0 && className.indexOf('_') < 0) {
            return false;
        }
        for (String mark : GENERATED) {
            if (className.contains(mark)) {
                return true;
            }
        }
        return isGrpcStub(className);
    }

    /** {@code OrdersGrpc$OrdersBlockingStub}, {@code OrdersGrpcKt$OrdersCoroutineStub}: generated into the application's packages. */
    private static boolean isGrpcStub(String className) {
        return className.endsWith("Stub") && (className.contains("Grpc$") || className.contains("GrpcKt$"));
    }

    /** The method as it stands in the source: {@code lambda$total$0} is the body of a lambda in {@code total}. */
    static String sourceName(String methodName) {
        if (!methodName.startsWith("lambda$")) {
            return methodName;
        }
        int end = methodName.indexOf('$', 7);
        String method = end <= 7 ? methodName : methodName.substring(7, end);
        return switch (method) {
            case "new" -> "<init>";
            case "static" -> "<clinit>";
            default -> method;
        };
    }

    /**
     * The line of code that a stack shows.
     *
     * @param hints what the library frames before it say of how the call was made
     * @param hash over the application's frames
     */
    static CallSite callSite(
            StackTraceElement frame, @Nullable StackTraceElement caller, List<String> hints, long hash) {
        return new CallSite(
                frame.getClassName(),
                sourceName(frame.getMethodName()),
                frame.getFileName(),
                Math.max(0, frame.getLineNumber()),
                List.copyOf(hints),
                hash * 0x9E3779B97F4A7C15L,
                caller == null
                        ? null
                        : CallSite.display(
                                caller.getClassName(),
                                sourceName(caller.getMethodName()),
                                caller.getFileName(),
                                caller.getLineNumber()));
    }
}
