// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which part of the agent may know which, and what must not be started before the application is. */
class ArchitectureTest {
    private static final String CORE = "dev.foreshock.core.";
    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.foreshock.api", "dev.foreshock.core");

    private static void onlyKnows(String part, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = CORE + part + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = CORE + others[i] + "..";
        }
        noClasses()
                .that()
                .resideInAPackage(CORE + part + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of another part than " + String.join(", ", allowed),
                        type -> type.getPackageName().startsWith(CORE)
                                && Arrays.stream(allowed)
                                        .noneMatch(name ->
                                                type.getPackageName().equals(name.substring(0, name.length() - 2)))))
                .check(AGENT);
    }

    @Test
    void the_api_knows_nothing_of_the_agent() {
        noClasses()
                .that()
                .resideInAPackage("dev.foreshock.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.foreshock.core..", "io.opentelemetry..", "org.slf4j..", "org.HdrHistogram..")
                .check(AGENT);
    }

    @Test
    void dependencies_point_one_way() {
        onlyKnows("log");
        onlyKnows("config", "log");
        onlyKnows("weave", "log");
        onlyKnows("sql");
        onlyKnows("http");
        onlyKnows("redis", "http");
        onlyKnows("messaging", "http");
        onlyKnows("export", "config", "log");
        onlyKnows("metrics", "export", "config", "log");
        onlyKnows("detect", "export", "metrics", "config", "log", "sql");
        onlyKnows("trace", "detect", "export", "metrics", "sql", "http", "redis", "messaging", "config", "log");
    }

    @Test
    void only_weaving_knows_byte_buddy_and_only_export_knows_okhttp() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.foreshock.core.weave..", "dev.foreshock.api.processor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.bytebuddy..")
                .check(AGENT);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.foreshock.core.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "kotlin..")
                .check(AGENT);
    }

    /** Each of these costs 5 to 27 ms when first used, or starts something that is the application's to start. */
    @Test
    void nothing_slow_runs_before_the_application() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.foreshock.api",
                        "dev.foreshock.core.boot..",
                        "dev.foreshock.core.weave..",
                        "dev.foreshock.core.config..",
                        "dev.foreshock.core.log..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "javax.management..",
                        "java.lang.management..",
                        "java.net..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.ServiceLoader")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.UUID")
                .check(AGENT);
        noClasses()
                .that()
                .resideInAPackage("dev.foreshock..")
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .check(AGENT);
    }

    @Test
    void all_threads_are_the_agents_own() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.foreshock.api.AgentThread")
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a plain thread is made", call -> call.getTargetOwner().isEquivalentTo(Thread.class)))
                .check(AGENT);
        classes()
                .that()
                .areAssignableTo(Thread.class)
                .should()
                .haveFullyQualifiedName("dev.foreshock.api.AgentThread")
                .check(AGENT);
    }
}
