// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes from {@code core/} in its jar, where no loader of the application's finds them.
 *
 * <p>What the jar has comes from there, everything else from the platform. Advice is not loaded here: it belongs to the
 * loaders of the classes that it is woven into, which take its class files as resources. The jar stays open, so that the
 * agent outlives a file that is deleted under it. Reads are serialised by {@link ZipFile}; classes are loaded in parallel.
 */
public final class AgentLoader extends ClassLoader {
    private static final String CLASS = ".class";
    private static final String ADVICE = "dev.foreshock.instrumentation.";

    static {
        registerAsParallelCapable();
    }

    private final ZipFile jar;

    /** @param jarPath the agent's jar */
    public AgentLoader(String jarPath) throws IOException {
        super("foreshock", ClassLoader.getPlatformClassLoader());
        jar = new ZipFile(jarPath);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] file = name.startsWith(ADVICE) ? null : read(name.replace('.', '/') + CLASS);
            return file == null ? super.loadClass(name, resolve) : defineClass(name, file, 0, file.length);
        }
    }

    /** The content of a resource of the agent's, {@code null} where there is none, or where the jar can no longer be read. */
    private byte @Nullable [] read(String name) {
        String path = name.endsWith(CLASS) ? name.substring(0, name.length() - CLASS.length()) + ".classdata" : name;
        ZipEntry entry = jar.getEntry("core/" + path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** The agent's own resources, and the class files of the platform's. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] content = read(name);
        if (content != null) {
            return new ByteArrayInputStream(content);
        }
        return name.endsWith(CLASS) ? getParent().getResourceAsStream(name) : null;
    }

    @Override
    public @Nullable URL getResource(String name) {
        byte[] content = read(name);
        try {
            return content == null ? null : new URL(null, "foreshock:" + name, new Content(content));
        } catch (IOException e) {
            return null;
        }
    }

    /** One at most: whatever the application or the platform has of that name is not for the agent. */
    @Override
    public Enumeration<URL> getResources(String name) {
        URL found = getResource(name);
        return found == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(found));
    }

    /** Answers from memory, without the handlers of the {@code jar:} protocol that an application may have replaced. */
    private static final class Content extends URLStreamHandler {
        private final byte[] content;

        Content(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }
}
