// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.concurrent;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs a class of the tests against the agent's own API: the class is loaded once more, by a loader that gets {@code
 * dev.foreshock.api} from the agent that this JVM runs with. The first argument names the class, which is a {@code
 * Runnable}.
 */
public final class InsideAgent extends ClassLoader {
    private final ClassLoader agent;

    private InsideAgent(ClassLoader agent) {
        super(InsideAgent.class.getClassLoader());
        this.agent = agent;
    }

    public static void main(String[] arguments) throws Exception {
        ClassLoader inside = new InsideAgent(agentLoader());
        Class<?> scenarios = Class.forName(arguments[0], true, inside);
        ((Runnable) scenarios.getConstructor().newInstance()).run();
        System.out.println("END");
    }

    /** Every thread of the agent's own is of a class that its loader has defined. */
    private static ClassLoader agentLoader() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(deadline)) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getClass().getName().equals("dev.foreshock.api.AgentThread")) {
                    return thread.getClass().getClassLoader();
                }
            }
            Thread.onSpinWait();
        }
        throw new IllegalStateException("no thread of an agent is running");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (name.startsWith("dev.foreshock.api.")) {
                return agent.loadClass(name);
            }
            return name.startsWith("dev.foreshock.tests.") ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
