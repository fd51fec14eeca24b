// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

/**
 * A thread of the agent's own: a daemon, on which advice does nothing.
 *
 * <p>What ends it goes no further than a line on stderr; the application's default handler may well end the process.
 */
public final class AgentThread extends Thread implements Thread.UncaughtExceptionHandler {

    public AgentThread(String name, Runnable work) {
        // No inherited thread locals, and no context class loader of the application's kept alive.
        super(null, work, "foreshock-" + name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
        setUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        System.err.println("[foreshock] " + getName() + " has ended: " + thrown);
    }
}
