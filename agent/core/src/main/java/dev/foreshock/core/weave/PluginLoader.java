// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads advice for the classes of one class loader of the application, the target.
 *
 * <p>Classes below {@code dev.foreshock.instrumentation.} are defined here, from the agent's jar; the rest of the agent
 * comes from the agent's loader; everything else from the target, so that advice is plain Java against the very types the
 * application uses. The agent refers to it weakly: it lives as long as a woven class of the target's does.
 */
final class PluginLoader extends ClassLoader {
    private static final String AGENT = "dev.foreshock.";
    private static final String ADVICE = "dev.foreshock.instrumentation.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader agent;
    private final @Nullable ClassLoader target;
    private final ConcurrentHashMap<String, Fuse> fuses = new ConcurrentHashMap<>();

    PluginLoader(ClassLoader agent, @Nullable ClassLoader target) {
        super("foreshock-plugin", agent);
        this.agent = agent;
        this.target = target;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(ADVICE)) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }
        if (name.startsWith(AGENT)) {
            try {
                return agent.loadClass(name);
            } catch (ClassNotFoundException e) {
                // An application may live below the same name, as the agent's own tests and demo do.
                return Class.forName(name, false, target);
            }
        }
        return Class.forName(name, false, target);
    }

    /** The fuse that all call sites of one advice in one woven class share. It is kept here, so that it goes with the target. */
    Fuse fuse(String advice, String woven, Fuse.Report report) {
        String key = advice + ' ' + woven;
        Fuse known = fuses.get(key);
        if (known == null) {
            Fuse created = new Fuse(advice, woven, report);
            Fuse other = fuses.putIfAbsent(key, created);
            known = other == null ? created : other;
        }
        return known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] file = in.readAllBytes();
            return defineClass(name, file, 0, file.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
