// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * A thread of the agent's own: a daemon, on which advice does nothing.
 *
 * <p>What ends it goes no further than a line on stderr; the application's default handler may well end the process.
 */
public final class AgentThread extends Thread implements Thread.UncaughtExceptionHandler {

    private AgentThread(String name, Runnable work) {
        // No inherited thread locals, and no context class loader of the application's kept alive.
        super(null, work, "foreshock-" + name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
        setUncaughtExceptionHandler(this);
    }

    /**
     * A thread that is not started yet.
     *
     * <p>Before JDK 24 a thread keeps the protection domains of all classes on the stack that makes it: an application whose
     * request happens to start one could never be undeployed. What runs privileged has the agent's own alone.
     */
    @SuppressWarnings("removal") // there is no other way, and none is needed where it has been removed
    public static AgentThread create(String name, Runnable work) {
        return AccessController.doPrivileged(new PrivilegedAction<AgentThread>() {
            @Override
            public AgentThread run() {
                return new AgentThread(name, work);
            }
        });
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        System.err.println("[foreshock] " + getName() + " has ended: " + thrown);
    }
}
