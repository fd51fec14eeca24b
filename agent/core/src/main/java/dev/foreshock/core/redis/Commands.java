// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.redis;

import dev.foreshock.api.CommandArguments;
import dev.foreshock.api.Shape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of Redis commands: {@code GET user:?:profile}. Never contains a value, a script or a whole key.
 *
 * <p>Thread safe without locks. Never throws. A command whose key was seen before costs a look-up, any other some 500 ns.
 * Holds about 600 kB if every slot holds the longest key that is cached.
 *
 * <p>Design: as in {@code Destinations}, a direct-mapped table by name and key; races lose an entry and never corrupt one,
 * since entries are immutable. Shapes are found again under their hash.
 */
public final class Commands {
    private static final int SLOTS = 1_024;
    private static final int SHAPE_SLOTS = 512;
    private static final int LONGEST_CACHED = 128;
    private static final int LONGEST_NAME = 32;
    private static final String OTHER = "OTHER";

    private final CommandTable table = new CommandTable();
    private final @Nullable Entry[] recent = new @Nullable Entry[SLOTS];
    private final @Nullable Shape[] canonical = new @Nullable Shape[SHAPE_SLOTS];

    private record Entry(String name, @Nullable String key, boolean more, boolean blocking, Shape shape) {}

    /** See {@code Recorder.command}. */
    public Shape shape(String sent, CommandArguments arguments) {
        String name = name(sent);
        CommandTable.Entry command = table.find(name);
        int count = arguments.count();
        boolean streams = name.startsWith("XREAD");
        boolean blocking = streams && arguments.isBlocking();
        String key = key(name, command, arguments, count, streams);
        int arity = command.arity(count);
        // Whether there is more than the key; as many keys or values as one likes look like one.
        boolean more = count > 1 && command.each() == 0;
        Shape shape = find(name, key, more || (key == null && count > 0), blocking, command);
        return arity == 0
                ? shape
                : new Shape(
                        shape.hash(),
                        shape.text(),
                        shape.summary(),
                        shape.operation(),
                        List.of(),
                        arity,
                        0,
                        shape.traits());
    }

    private static @Nullable String key(
            String name, CommandTable.Entry command, CommandArguments arguments, int count, boolean streams) {
        if (streams) {
            for (int i = 0; i < count - 1; i++) {
                if ("STREAMS".equalsIgnoreCase(arguments.text(i))) {
                    return arguments.key(i + 1);
                }
            }
            return null;
        }
        int position = command.key();
        if (position < 0 || position >= count) {
            return null;
        }
        boolean script = name.startsWith("EVAL") || name.startsWith("FCALL");
        return script && "0".equals(arguments.text(1)) ? null : arguments.key(position);
    }

    /** In upper case; what is no name that a programmer would write may be anything. */
    private static String name(String sent) {
        if (sent.isEmpty() || sent.length() > LONGEST_NAME) {
            return OTHER;
        }
        boolean lower = false;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
            if (c >= 'a' && c <= 'z') {
                lower = true;
            } else if (!letter && c != '-') {
                return OTHER;
            }
        }
        return lower ? sent.toUpperCase(Locale.ROOT) : sent;
    }

    private Shape find(String name, @Nullable String key, boolean more, boolean blocking, CommandTable.Entry command) {
        int hash = name.hashCode() * 31 + (key == null ? 0 : key.hashCode());
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Entry entry = recent[slot];
        if (entry != null
                && entry.more == more
                && entry.blocking == blocking
                && entry.name.equals(name)
                && (key == null ? entry.key == null : key.equals(entry.key))) {
            return entry.shape;
        }
        String text = key == null ? name : name + ' ' + KeyTemplate.of(key);
        int traits = blocking ? command.traits() | Shape.BLOCKING : command.traits();
        Shape shape = canonical(more ? text + " ?" : text, name, traits);
        if (key == null || key.length() <= LONGEST_CACHED) {
            recent[slot] = new Entry(name, key, more, blocking, shape);
        }
        return shape;
    }

    private Shape canonical(String text, String name, int traits) {
        long hash = hash(text) + traits;
        int slot = (int) (hash >>> 40) & (SHAPE_SLOTS - 1);
        Shape known = canonical[slot];
        if (known == null || known.hash() != hash) {
            known = new Shape(hash, text, name, name, List.of(), 0, 0, traits);
            canonical[slot] = known;
        }
        return known;
    }

    /** See {@code Recorder.commands}. */
    public Shape several(boolean transaction, @Nullable Shape each, int size) {
        String verb = transaction ? "MULTI" : "PIPELINE";
        if (each == null) {
            return canonical(verb, verb, 0);
        }
        Shape shape = canonical(verb + ' ' + each.text(), verb + ' ' + each.operation(), each.traits() & ~Shape.LOOKUP);
        return new Shape(
                shape.hash(), shape.text(), shape.summary(), shape.operation(), List.of(), size, 0, shape.traits());
    }

    /** FNV-1a with the finalizer of MurmurHash3 (Appleby, 2011). */
    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        return hash ^ (hash >>> 33);
    }
}
