// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.api;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many messages one consumer still has before it at one destination. The instrumentation that knows it sets it; the thread that
 * exports metrics reads it. It is exported for as long as the instrumentation holds it.
 */
public final class Backlog {
    /** What comes beyond is not exported. */
    private static final int MAX = 1_024;

    private static final List<WeakReference<Backlog>> KNOWN = new ArrayList<>();

    private final String system;
    private final String destination;
    private final @Nullable String group;
    private volatile long messages = -1;

    private Backlog(String system, String destination, @Nullable String group) {
        this.system = system;
        this.destination = destination;
        this.group = group;
    }

    /**
     * Takes a lock: made once for each destination of a consumer, not in a hot path.
     *
     * @param system the messaging system's conventional name
     * @param group the consumer group, where there is one
     */
    public static Backlog of(String system, String destination, @Nullable String group) {
        Backlog backlog = new Backlog(system, destination, group);
        synchronized (KNOWN) {
            purge();
            if (KNOWN.size() < MAX) {
                KNOWN.add(new WeakReference<>(backlog));
            }
        }
        return backlog;
    }

    /** All that are held by somebody and have a value. */
    public static List<Backlog> all() {
        List<Backlog> all = new ArrayList<>();
        synchronized (KNOWN) {
            purge();
            for (WeakReference<Backlog> reference : KNOWN) {
                Backlog backlog = reference.get();
                if (backlog != null && backlog.messages >= 0) {
                    all.add(backlog);
                }
            }
        }
        return all;
    }

    private static void purge() {
        for (Iterator<WeakReference<Backlog>> i = KNOWN.iterator(); i.hasNext(); ) {
            if (i.next().get() == null) {
                i.remove();
            }
        }
    }

    public String system() {
        return system;
    }

    public String destination() {
        return destination;
    }

    public @Nullable String group() {
        return group;
    }

    /** Messages that the consumer has not asked for yet; below 0 where that is not known. */
    public long messages() {
        return messages;
    }

    /** Below 0 it is not exported any more: the consumer is closed, or does not read from there any longer. */
    public void messages(long count) {
        messages = count;
    }
}
