// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Group;
import dev.foreshock.api.LocalTrace;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in the application's code repeated calls come from.
 *
 * <p>A walk of the stack takes some microseconds and some kilobytes, so there is one for each name of a unit and shape, when
 * the shape is called for the third time in a unit, and a second one at the tenth time, which tells a loop from many places.
 * What was found is kept in a table of 512 entries for all later units, and looked up again every 1,000th time. The table is
 * open-addressed and racy: two threads at worst walk twice.
 */
public final class CallSites {
    private static final int SLOTS = 512;
    private static final int PROBES = 8;
    private static final int RECHECK = 1_000;

    private final AtomicReferenceArray<@Nullable Entry> table = new AtomicReferenceArray<>(SLOTS);
    private final Walk walk = new Walk();

    /** The group's count has become 3, 10 or a multiple of 1,000 by a call of this thread. */
    void look(LocalTrace unit, Group group, int count) {
        if (count == 3) {
            assign(unit, group, known(unit, group).site);
        } else if (count == 10) {
            assign(unit, group, compared(unit, group));
        } else {
            assign(unit, group, walk());
        }
    }

    private Entry known(LocalTrace unit, Group group) {
        long key = key(unit, group);
        Entry entry = find(key);
        if (entry == null) {
            entry = new Entry(key, walk());
            put(entry);
        } else if (++entry.uses % RECHECK == 0) {
            CallSite again = walk();
            entry.other = differs(entry.site, again) ? again : null;
            entry.isCompared = false;
        }
        return entry;
    }

    /** Another place than the third call came from, where the tenth one did. */
    private @Nullable CallSite compared(LocalTrace unit, Group group) {
        Entry entry = find(key(unit, group));
        if (entry == null) {
            return null;
        }
        if (!entry.isCompared) {
            entry.isCompared = true;
            if (entry.other == null) {
                CallSite again = walk();
                entry.other = differs(entry.site, again) ? again : null;
            }
        }
        return entry.other;
    }

    private static boolean differs(@Nullable CallSite one, @Nullable CallSite other) {
        return one != null && other != null && one.hash() != other.hash();
    }

    private static void assign(LocalTrace unit, Group group, @Nullable CallSite site) {
        if (site == null) {
            return;
        }
        unit.lock();
        try {
            group.callSite(site);
        } finally {
            unit.unlock();
        }
    }

    /** Where in the application's code the current thread is. Walks the stack. */
    public static @Nullable CallSite here() {
        return StackWalker.getInstance().walk(new Walk());
    }

    private @Nullable CallSite walk() {
        return StackWalker.getInstance().walk(walk);
    }

    private @Nullable Entry find(long key) {
        int start = slot(key);
        for (int i = 0; i < PROBES; i++) {
            Entry entry = table.get((start + i) & (SLOTS - 1));
            if (entry == null) {
                return null;
            }
            if (entry.key == key) {
                return entry;
            }
        }
        return null;
    }

    private void put(Entry entry) {
        int start = slot(entry.key);
        for (int i = 0; i < PROBES; i++) {
            int slot = (start + i) & (SLOTS - 1);
            if (table.get(slot) == null) {
                table.set(slot, entry);
                return;
            }
        }
        // Full here: one of them has to go. Which one is left to the key, so that not always the same two collide.
        table.set((start + (int) (entry.key >>> 40 & (PROBES - 1))) & (SLOTS - 1), entry);
    }

    private static int slot(long key) {
        return (int) (key >>> 55);
    }

    private static long key(LocalTrace unit, Group group) {
        String method = unit.method();
        String route = unit.route();
        long name = (method == null ? 0 : method.hashCode()) * 31L + (route == null ? 0 : route.hashCode());
        return (group.shape().hash() ^ (name * 0x9E3779B97F4A7C15L)) * 0xC2B2AE3D27D4EB4FL;
    }

    /** Written without a lock: what gets lost by a race is found again. */
    private static final class Entry {
        private final long key;
        private final @Nullable CallSite site;
        private @Nullable CallSite other;
        private boolean isCompared;
        private int uses;

        Entry(long key, @Nullable CallSite site) {
            this.key = key;
            this.site = site;
        }
    }

    /** Goes up the stack to the first application frame, and two further ones for the hash. */
    private static final class Walk implements Function<Stream<StackFrame>, @Nullable CallSite> {
        private static final int MAX_DEPTH = 256;
        private static final int HASHED_FRAMES = 3;

        @Override
        public @Nullable CallSite apply(Stream<StackFrame> frames) {
            Iterator<StackFrame> stack = frames.iterator();
            StackFrame first = null;
            StackFrame caller = null;
            List<String> hints = new ArrayList<>(2);
            long hash = 0;
            int hashed = 0;
            for (int depth = 0; depth < MAX_DEPTH && hashed < HASHED_FRAMES && stack.hasNext(); depth++) {
                StackFrame frame = stack.next();
                if (Frames.isApplication(frame.getClassName())) {
                    if (first == null) {
                        first = frame;
                    } else if (caller == null) {
                        caller = frame;
                    }
                    hash = hash * 31 + hash(frame);
                    hashed++;
                } else if (first == null) {
                    String hint = Hint.of(frame.getClassName());
                    if (hint != null && !hints.contains(hint)) {
                        hints.add(hint);
                    }
                }
            }
            if (first == null) {
                return null;
            }
            StackTraceElement line = first.toStackTraceElement();
            return Frames.callSite(line, caller == null ? null : caller.toStackTraceElement(), hints, hash);
        }

        private static long hash(StackFrame frame) {
            return (frame.getClassName().hashCode() * 31L
                                    + frame.getMethodName().hashCode())
                            * 31L
                    + frame.getLineNumber();
        }
    }
}
