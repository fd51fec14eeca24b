// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.packaging;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Packs {@code foreshock-agent.jar}: the premain class and its loader as they are, everything else below {@code core/} as
 * {@code .classdata}, where no other loader takes it for a class. Libraries are renamed, and what nothing refers to is left
 * out. The same input gives the same bytes.
 */
public final class AgentJar {
    private static final String CLASS = ".class";
    private static final String SERVICES = "META-INF/services/";
    /**
     * Left out: it reads the fields of {@code java.lang.String} since that package is open to the agent's loader, and costs more
     * than the SDK's fallback, which asks for one character after the other.
     */
    private static final String STRING_READER = "io/opentelemetry/exporter/internal/marshal/VarHandleStringEncoder";

    private static final String INDEX = "META-INF/weave.index";

    private final Map<String, byte[]> libraries = new LinkedHashMap<>();
    private final Map<String, byte[]> core = new LinkedHashMap<>();
    private final Map<String, byte[]> instrumentations = new LinkedHashMap<>();
    private final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final Map<String, byte[]> packed = new TreeMap<>();

    private AgentJar() {}

    /**
     * Packs the jar.
     *
     * @param arguments the jar to write; the directory of what is outside {@code core/}; the directory of the dispatcher's
     *     class file; the version; the time stamp of all entries; and the class path of what goes in
     */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        AgentJar agent = new AgentJar();
        for (String element : arguments[5].split(File.pathSeparator, -1)) {
            if (element.endsWith(".jar")) {
                agent.read(Path.of(element));
            }
        }
        agent.pack();
        agent.packed.put(
                "core/ForeshockDispatcher.bytes",
                Files.readAllBytes(Path.of(arguments[2], "java", "lang", "ForeshockDispatcher.class")));
        agent.addOutside(Path.of(arguments[1]));
        agent.check();
        agent.write(jar, arguments[3], Instant.parse(arguments[4]));
    }

    private void read(Path jar) throws IOException {
        String name = jar.getFileName().toString();
        Map<String, byte[]> classes = name.startsWith("foreshock-instrumentation")
                ? instrumentations
                : name.startsWith("foreshock-") ? core : libraries;
        // Opened as Java 17 sees it: newer class files of a multi-release jar take the place of their forerunners.
        try (JarFile open = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.Version.parse("17"))) {
            open.versionedStream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                try (InputStream in = open.getInputStream(entry)) {
                    take(name, entry.getName(), in.readAllBytes(), classes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void take(String jar, String name, byte[] content, Map<String, byte[]> classes) {
        if (name.endsWith(CLASS)) {
            String internalName = name.substring(0, name.length() - CLASS.length());
            if (internalName.endsWith("module-info")
                    || internalName.endsWith("package-info")
                    || internalName.startsWith("META-INF/")
                    || internalName.startsWith("dev/foreshock/api/processor/")
                    || internalName.equals(STRING_READER)) {
                return;
            }
            if (classes.put(internalName, content) != null) {
                throw new IllegalStateException(internalName + " is in two jars, one of them " + jar);
            }
        } else if (name.startsWith(SERVICES) || name.endsWith("/version.properties") || name.equals(INDEX)) {
            resources.put(name, content);
        } else if (name.startsWith("META-INF/LICENSE")
                || name.equals("META-INF/NOTICE")
                || name.startsWith("META-INF/licenses/")) {
            if (classes == libraries) {
                packed.put("META-INF/licenses/" + jar.substring(0, jar.lastIndexOf('.')) + name.substring(8), content);
            }
        }
    }

    private void pack() {
        Set<String> names = libraries.keySet();
        Relocation inCore = new Relocation(names, Relocation.Kind.CORE);
        Relocation inInstrumentation = new Relocation(names, Relocation.Kind.INSTRUMENTATION);
        Relocation inLibrary = new Relocation(names, Relocation.Kind.LIBRARY);
        Deque<String> needed = new ArrayDeque<>();
        core.forEach((name, file) -> needed.addAll(add(name, inCore.apply(file))));
        instrumentations.forEach((name, file) -> needed.addAll(add(name, inInstrumentation.apply(file))));
        addNeeded(needed, inLibrary);
        // A provider is named by its service file alone.
        for (int before = -1; before != packed.size(); ) {
            before = packed.size();
            resources.forEach((name, content) -> addService(name, content, inLibrary, needed));
            addNeeded(needed, inLibrary);
        }
        resources.forEach((name, content) -> {
            if (name.equals(INDEX)) {
                packed.put("core/" + name, content);
            } else if (name.endsWith(".properties")) {
                packed.put("core/" + Relocation.SHADED + name, content);
            }
        });
    }

    private Set<String> add(String name, byte[] file) {
        packed.put("core/" + name + ".classdata", file);
        return References.of(file).classes();
    }

    private void addNeeded(Deque<String> needed, Relocation relocation) {
        Set<String> seen = new HashSet<>();
        while (!needed.isEmpty()) {
            String name = needed.removeFirst();
            if (!name.startsWith(Relocation.SHADED) || !seen.add(name)) {
                continue;
            }
            byte[] file = libraries.get(name.substring(Relocation.SHADED.length()));
            if (file != null && !packed.containsKey("core/" + name + ".classdata")) {
                needed.addAll(add(name, relocation.apply(file)));
            }
        }
    }

    private void addService(String name, byte[] content, Relocation relocation, Deque<String> needed) {
        if (!name.startsWith(SERVICES)) {
            return;
        }
        String service = relocation.map(name.substring(SERVICES.length()).replace('.', '/'));
        if (!packed.containsKey("core/" + service + ".classdata")) {
            return;
        }
        StringBuilder providers = new StringBuilder();
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String provider = relocation.map(line.strip().replace('.', '/'));
                needed.add(provider);
                providers.append(provider.replace('/', '.')).append('\n');
            }
        }
        packed.put(
                "core/" + SERVICES + service.replace('/', '.'),
                providers.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void addOutside(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
                if (!name.endsWith("package-info.class") && !name.startsWith("dev/foreshock/packaging/")) {
                    packed.put(name, Files.readAllBytes(file));
                }
            }
        }
    }

    /** Fails the build where a class of the agent's would not find another one. */
    private void check() {
        byte[] logger = core.get(Relocation.SDK_LOGGER);
        if (logger == null) {
            throw new IllegalStateException(Relocation.SDK_LOGGER + " is missing");
        }
        Set<String> loggerMethods = References.declaredMethods(logger);
        packed.forEach((name, file) -> {
            if (!name.endsWith(".classdata")) {
                return;
            }
            References references = References.of(file);
            for (String reference : references.classes()) {
                String element = reference.substring(reference.lastIndexOf('[') + 1);
                if (element.startsWith(Relocation.SHADED)
                        && libraries.containsKey(element.substring(Relocation.SHADED.length()))
                        && !packed.containsKey("core/" + element + ".classdata")) {
                    throw new IllegalStateException(name + " needs " + element + ", which is not packed");
                }
            }
            for (String method : references.loggerMethods()) {
                if (!loggerMethods.contains(method)) {
                    throw new IllegalStateException(name + " calls " + method + ", which SdkLogger does not have");
                }
            }
        });
    }

    private void write(Path jar, String version, Instant time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 20);
        LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            put(zip, JarFile.MANIFEST_NAME, manifest(version), local);
            for (Map.Entry<String, byte[]> entry : packed.entrySet()) {
                put(zip, entry.getKey(), entry.getValue(), local);
            }
        }
        Files.write(jar, bytes.toByteArray());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content, LocalDateTime time) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] manifest(String version) {
        return String.join(
                        "\r\n",
                        "Manifest-Version: 1.0",
                        "Premain-Class: dev.foreshock.agent.AgentMain",
                        "Main-Class: dev.foreshock.agent.AgentMain",
                        "Can-Retransform-Classes: true",
                        "Implementation-Title: Foreshock",
                        "Implementation-Version: " + version,
                        "",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }
}
