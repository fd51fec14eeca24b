// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Settings;
import dev.foreshock.core.config.Version;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of this process and its host. Reads files and may ask for the host's name: for the export thread alone. */
final class ResourceDetector {
    private static final int CONTAINER_ID_LENGTH = 64;

    private ResourceDetector() {}

    static Resource detect(Settings settings) {
        return detect(settings, property("sun.java.command"));
    }

    static Resource detect(Settings settings, String command) {
        Pairs pairs = new Pairs()
                .put("telemetry.sdk.name", "foreshock")
                .put("telemetry.sdk.language", "java")
                .put("telemetry.sdk.version", Version.VALUE)
                .put("telemetry.distro.name", "foreshock")
                .put("telemetry.distro.version", Version.VALUE)
                .put("service.instance.id", UUID.randomUUID().toString())
                .put("host.name", hostName())
                .put("host.arch", architecture(property("os.arch")))
                .put("os.type", system(property("os.name")))
                .put("process.pid", ProcessHandle.current().pid())
                .put("process.runtime.name", property("java.runtime.name"))
                .put("process.runtime.version", property("java.runtime.version"))
                .put("process.runtime.description", property("java.vm.vendor") + " " + property("java.vm.name"))
                .put("container.id", containerId())
                .put("service.version", ServiceVersion.detect(command));
        for (Map.Entry<String, String> entry :
                settings.get(ExportSettings.RESOURCE_ATTRIBUTES).entrySet()) {
            pairs.put(entry.getKey(), entry.getValue());
        }
        pairs.put("service.name", ServiceName.detect(settings, command));
        return Resource.create(pairs.toBuilder().build(), Origin.SCHEMA_URL);
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static String hostName() {
        String variable = System.getenv("HOSTNAME");
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        List<String> kernel = lines("/proc/sys/kernel/hostname");
        if (!kernel.isEmpty()) {
            return kernel.get(0).trim();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** The well-known values of the conventions; others as they are. */
    private static String architecture(String name) {
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    private static String system(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac")) {
            return "darwin";
        }
        int blank = lower.indexOf(' ');
        return blank < 0 ? lower : lower.substring(0, blank);
    }

    private static @Nullable String containerId() {
        String id = containerId(lines("/proc/self/cgroup"));
        return id != null ? id : containerIdOfMounts(lines("/proc/self/mountinfo"));
    }

    /** Control groups of version 1: the last run of 64 hexadecimal digits of a line. */
    static @Nullable String containerId(List<String> cgroup) {
        for (String line : cgroup) {
            String id = hexadecimals(line, line.lastIndexOf('/') + 1);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** Version 2 hides the name; the file that is mounted as the host's name shows it. */
    static @Nullable String containerIdOfMounts(List<String> mounts) {
        for (String line : mounts) {
            int containers = line.indexOf("/containers/");
            if (containers >= 0 && line.contains("/hostname")) {
                String id = hexadecimals(line, containers + 12);
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static @Nullable String hexadecimals(String line, int from) {
        int length = 0;
        for (int i = from; i < line.length(); i++) {
            length = Character.digit(line.charAt(i), 16) >= 0 ? length + 1 : 0;
            if (length == CONTAINER_ID_LENGTH) {
                return line.substring(i + 1 - CONTAINER_ID_LENGTH, i + 1);
            }
        }
        return null;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException | RuntimeException e) {
            // Not Linux, or not allowed.
            return List.of();
        }
    }
}
