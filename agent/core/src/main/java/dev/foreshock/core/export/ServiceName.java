// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import dev.foreshock.core.config.Setting;
import dev.foreshock.core.config.Settings;
import java.io.File;
import java.util.Map;

/**
 * What the service is called: {@code OTEL_SERVICE_NAME}, {@code service.name} in {@code OTEL_RESOURCE_ATTRIBUTES}, the
 * name given to Spring Boot, the jar's name, else {@code unknown_service:java}.
 */
final class ServiceName {
    /** Not ours, and not in our list: {@code spring.application.name} or its variable. */
    private static final Setting<String> SPRING = Setting.text("", "SPRING_APPLICATION_NAME", "", "");

    private static final String JAR = ".jar";

    private ServiceName() {}

    /** {@code command} is the property {@code sun.java.command}: the main class or the jar, and the arguments. */
    static String detect(Settings settings, String command) {
        if (settings.isSet(ExportSettings.SERVICE_NAME)) {
            return settings.get(ExportSettings.SERVICE_NAME);
        }
        Map<String, String> attributes = settings.get(ExportSettings.RESOURCE_ATTRIBUTES);
        String given = attributes.getOrDefault("service.name", "");
        if (given.isEmpty()) {
            given = springName(settings, command);
        }
        if (given.isEmpty()) {
            given = jarName(command);
        }
        return given.isEmpty() ? "unknown_service:java" : given;
    }

    private static String springName(Settings settings, String command) {
        String option = "--spring.application.name=";
        int start = command.indexOf(" " + option);
        if (start >= 0) {
            int from = start + 1 + option.length();
            int end = command.indexOf(' ', from);
            return command.substring(from, end < 0 ? command.length() : end);
        }
        return settings.get(SPRING);
    }

    private static String jarName(String command) {
        String path = jarPath(command);
        int name = Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar)) + 1;
        return path.isEmpty() ? "" : path.substring(name, path.length() - JAR.length());
    }

    /** The jar that was started, empty where a main class was. The path may hold blanks; a main class never comes before a jar. */
    static String jarPath(String command) {
        int end = command.indexOf(JAR) + JAR.length();
        boolean found = end >= JAR.length() && (end == command.length() || command.charAt(end) == ' ');
        return found ? command.substring(0, end) : "";
    }
}
