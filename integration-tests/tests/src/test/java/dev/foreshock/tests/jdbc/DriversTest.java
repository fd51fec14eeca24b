// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.foreshock.harness.JvmBuilder;
import dev.foreshock.harness.Libraries;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The weave index held against the classes of real drivers. */
class DriversTest {
    /** Classes of drivers that implement an interface of JDBC and yet execute nothing. */
    private static final List<String> NOT_EXECUTING = List.of("org.h2.tools.", "org.hsqldb.jdbc.pool.");

    private static final Map<String, String> DRIVERS = Map.of(
            "org.postgresql.", "postgresql",
            "org.h2.", "h2",
            "org.sqlite.", "sqlite",
            "org.hsqldb.", "hsqldb",
            "org.mariadb.", "mariadb");

    /** One line of the index. */
    private record Line(String advice, Map<String, String> members) {
        List<String> list(String member) {
            String value = members.getOrDefault(member, "");
            return value.isEmpty() ? List.of() : List.of(value.split(";"));
        }

        boolean weaves(Executable method) {
            String name = method instanceof Constructor ? "<init>" : method.getName();
            String parameters = Arrays.stream(method.getParameterTypes())
                    .map(Class::getTypeName)
                    .collect(Collectors.joining(","));
            String first = members.getOrDefault("firstArgument", "");
            boolean firstMatches = first.isEmpty() || parameters.equals(first) || parameters.startsWith(first + ",");
            return firstMatches
                    && list("methods").stream()
                            .anyMatch(rule -> rule.equals(name) || rule.equals(name + "(" + parameters + ")"));
        }

        boolean weaves(Class<?> type) throws ClassNotFoundException {
            if (list("types").contains(type.getName())) {
                return true;
            }
            String simple = type.getName()
                    .substring(Math.max(
                                    type.getName().lastIndexOf('.'),
                                    type.getName().lastIndexOf('$'))
                            + 1);
            for (String parent : list("subtypesOf")) {
                if (Class.forName(parent).isAssignableFrom(type)
                        && list("nameHint").stream().anyMatch(simple::contains)
                        && list("except").stream().noneMatch(type.getName()::startsWith)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (JarFile jar = new JarFile(JvmBuilder.agentJar().toFile());
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        jar.getInputStream(jar.getEntry("core/META-INF/weave.index")), StandardCharsets.UTF_8))) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                String[] parts = text.split("\t");
                Map<String, String> members = new HashMap<>();
                for (int i = 1; i < parts.length; i++) {
                    int equals = parts[i].indexOf('=');
                    members.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
                }
                if ("jdbc".equals(members.get("name"))) {
                    lines.add(new Line(parts[0].substring(parts[0].lastIndexOf('.') + 1), members));
                }
            }
        }
        return lines;
    }

    private static URLClassLoader loader(String name, String version) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : Libraries.of(name, version)) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new));
    }

    /** A name with a slip in it would weave nothing, and say nothing. */
    @Test
    void everyTypeIsThereAndHasWhatIsWoven() throws Exception {
        TreeSet<String> wrong = new TreeSet<>();
        for (Line line : lines()) {
            for (String type : line.list("types")) {
                String driver = DRIVERS.entrySet().stream()
                        .filter(entry -> type.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
                boolean found = false;
                boolean resolved = false;
                for (String version : List.of("floor", "3.4", "latest")) {
                    if (!Libraries.has(driver, version)) {
                        continue;
                    }
                    resolved = true;
                    try (URLClassLoader loader = loader(driver, version)) {
                        found |= declares(Class.forName(type, false, loader), line);
                    } catch (ClassNotFoundException absent) {
                        // In the other version, then.
                    }
                }
                if (!found && (resolved || driver.isEmpty())) {
                    wrong.add(line.advice() + ": " + type);
                }
            }
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    private static boolean declares(Class<?> type, Line line) {
        return Arrays.stream(type.getDeclaredMethods()).anyMatch(line::weaves)
                || Arrays.stream(type.getDeclaredConstructors()).anyMatch(line::weaves);
    }

    static Stream<Arguments> drivers() {
        return Stream.of("postgresql", "h2", "sqlite", "hsqldb", "mariadb", "mysql")
                .flatMap(driver -> Stream.of("floor", "latest").map(version -> Arguments.of(driver, version)))
                .filter(of -> Libraries.has((String) of.get()[0], (String) of.get()[1]));
    }

    /** Whatever a driver's statement, connection or result executes is declared in a class that is woven for it. */
    @ParameterizedTest
    @MethodSource("drivers")
    void nothingThatADriverExecutesIsLeftOut(String driver, String version) throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        int checked = 0;
        List<Line> lines = lines();
        List<Path> jars = Libraries.of(driver, version);
        try (URLClassLoader loader = loader(driver, version)) {
            for (Path jar : jars) {
                for (Class<?> type : classes(jar.toFile(), loader)) {
                    for (Line line : lines) {
                        for (String parent : line.list("subtypesOf")) {
                            checked += check(line, Class.forName(parent), type, missing);
                        }
                    }
                }
            }
        }
        assertFalse(checked == 0);
        // Whether a transaction is open decides whether these send anything: see PostgresTransaction.
        missing.removeIf(
                entry -> entry.matches("Connection(Commit|Rollback): org\\.postgresql\\.jdbc\\.PgConnection\\..*"));
        // Inherited from java.sql's default of the floor version, which throws.
        missing.removeIf(
                entry -> entry.startsWith("PreparedExecute: org.postgresql.jdbc.PgStatement.executeLargeUpdate"));
        // Goes on to the next row of its superclass.
        missing.remove("ResultNext: com.mysql.cj.jdbc.result.UpdatableResultSet.next");
        assertEquals(new TreeSet<>(), missing);
    }

    private static int check(Line line, Class<?> parent, Class<?> type, TreeSet<String> missing) throws Exception {
        if (!parent.isAssignableFrom(type)) {
            return 0;
        }
        int checked = 0;
        for (Method method : parent.getMethods()) {
            if (!line.weaves(method)) {
                continue;
            }
            Class<?> declaring;
            try {
                declaring = type.getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass();
            } catch (NoSuchMethodException olderThanTheInterface) {
                continue;
            }
            checked++;
            if (!declaring.isInterface() && !line.weaves(declaring)) {
                missing.add(line.advice() + ": " + declaring.getName() + "." + method.getName());
            }
        }
        return checked;
    }

    private static List<Class<?>> classes(File file, ClassLoader loader) throws IOException {
        List<Class<?>> classes = new ArrayList<>();
        try (JarFile jar = new JarFile(file)) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (!name.endsWith(".class") || name.startsWith("META-INF") || name.endsWith("-info.class")) {
                    continue;
                }
                String type =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                if (NOT_EXECUTING.stream().anyMatch(type::startsWith)) {
                    continue;
                }
                try {
                    Class<?> loaded = Class.forName(type, false, loader);
                    if (!loaded.isInterface() && !Modifier.isAbstract(loaded.getModifiers())) {
                        classes.add(loaded);
                    }
                } catch (ClassNotFoundException | LinkageError optionalDependency) {
                    // A class for a library that is not there executes nothing.
                }
            }
        }
        return classes;
    }
}
