// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.foreshock.core.config.Settings;
import dev.foreshock.core.config.Version;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceDetectorTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    private Settings settings() {
        return Settings.of(environment::get, properties::get, line -> {
            throw new AssertionError(line);
        });
    }

    private String name(String command) {
        return ServiceName.detect(settings(), command);
    }

    private static String text(Resource resource, String key) {
        return resource.getAttribute(AttributeKey.stringKey(key));
    }

    @Test
    void theNameIsWhatTheUserSaysThenSpringThenTheJar() {
        assertEquals("unknown_service:java", name("shop.Main --port 1"));
        assertEquals("unknown_service:java", name(""));
        assertEquals("orders-1.2", name("/opt/my apps/orders-1.2.jar --server.port=1"));
        properties.put("spring.application.name", "from-property");
        assertEquals("from-property", name("orders.jar"));
        assertEquals("from-argument", name("orders.jar --spring.application.name=from-argument --more"));
        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=from-attributes");
        assertEquals("from-attributes", name("orders.jar"));
        environment.put("OTEL_SERVICE_NAME", "from-name");
        assertEquals("from-name", name("orders.jar"));
    }

    @Test
    void springsVariableCounts() {
        environment.put("SPRING_APPLICATION_NAME", "from-variable");
        assertEquals("from-variable", name("orders.jar"));
    }

    @Test
    void whatIsKnownOfTheProcess() {
        environment.put(
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod,service.version=7,host.name=own,x=a%20b");
        Resource resource = ResourceDetector.detect(settings());

        assertEquals("prod", text(resource, "deployment.environment.name"));
        assertEquals("7", text(resource, "service.version"));
        assertEquals("own", text(resource, "host.name"));
        assertEquals("a b", text(resource, "x"));
        assertNotNull(text(resource, "service.name"));
        assertEquals(36, text(resource, "service.instance.id").length());
        assertEquals("foreshock", text(resource, "telemetry.distro.name"));
        assertEquals(Version.VALUE, text(resource, "telemetry.distro.version"));
        assertEquals("java", text(resource, "telemetry.sdk.language"));
        assertEquals(ProcessHandle.current().pid(), resource.getAttribute(AttributeKey.longKey("process.pid")));
        assertNotNull(text(resource, "process.runtime.version"));
        assertNull(text(resource, "process.command_line"), "arguments hold passwords");
        assertEquals(Origin.SCHEMA_URL, resource.getSchemaUrl());
    }

    @Test
    void theVersionIsThatOfTheJarThatWasStarted(@TempDir Path directory) throws IOException {
        String plain = jar(directory, "my orders-1.jar", Map.of("Main-Class", "shop.Main", VERSION, "1.2.3"));
        assertEquals("1.2.3", version(plain + " --server.port=1"));
        assertEquals("1.2.3", version(plain));
        String boot = jar(
                directory,
                "boot.jar",
                Map.of(
                        "Main-Class",
                        "org.springframework.boot.loader.launch.JarLauncher",
                        "Start-Class",
                        "shop.Main",
                        "Spring-Boot-Version",
                        "3.4.0",
                        VERSION,
                        "7.0-SNAPSHOT"));
        assertEquals("7.0-SNAPSHOT", version(boot));

        environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.version=from-attributes");
        assertEquals("from-attributes", version(plain));
    }

    @Test
    void noVersionIsBetterThanAWrongOne(@TempDir Path directory) throws IOException {
        assertNull(version("shop.Main"));
        assertNull(version(directory.resolve("gone.jar").toString()));
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no jar");
        assertNull(version(broken.toString()));
        assertNull(version(jar(directory, "silent.jar", Map.of("Main-Class", "shop.Main"))));
        assertNull(version(jar(directory, "unfiltered.jar", Map.of(VERSION, "${project.version}"))));
        assertNull(version(
                jar(directory, "start.jar", Map.of("Main-Class", "org.eclipse.jetty.start.Main", VERSION, "12.0"))));
    }

    private static final String VERSION = "Implementation-Version";

    private String version(String command) {
        return text(ResourceDetector.detect(settings(), command), "service.version");
    }

    private static String jar(Path directory, String name, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
        Path file = directory.resolve(name);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file.toString();
    }

    @Test
    void theContainerIsFoundInControlGroupsAndMounts() {
        assertEquals(
                ID,
                ResourceDetector.containerId(
                        List.of("12:pids:/", "11:memory:/kubepods/pod1/cri-containerd-" + ID + ".scope")));
        assertNull(ResourceDetector.containerId(List.of("0::/")));
        assertEquals(
                ID,
                ResourceDetector.containerIdOfMounts(List.of(
                        "1 2 0:1 / /proc rw", "9 8 254:1 /docker/containers/" + ID + "/hostname /etc/hostname rw")));
        assertNull(ResourceDetector.containerIdOfMounts(List.of("9 8 254:1 /overlay2/" + ID + "/merged / rw")));
    }
}
