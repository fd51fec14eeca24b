// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.http;

import dev.foreshock.api.Destination;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go: fingerprint, target and clean URL.
 *
 * <p>Thread safe without locks. Never throws, takes time linear in the URL (at most 2 kB of it are read). A URL that was
 * seen before costs some 20 ns and no allocation, any other some 500 ns. Holds about 1 MB if every slot holds the longest URL
 * that is cached.
 *
 * <p>Design: as in {@code SqlShapes}, a direct-mapped table by the URL; races lose an entry and never corrupt one, since
 * entries are immutable. The strings of a shape are found again under its hash, so that an application that asks for a new
 * path each time builds them once.
 */
public final class Destinations {
    private static final int SLOTS = 1_024;
    private static final int SHAPE_SLOTS = 512;
    private static final int LONGEST_CACHED = 512;

    private final @Nullable Entry[] recent = new @Nullable Entry[SLOTS];
    private final @Nullable Shape[] canonical = new @Nullable Shape[SHAPE_SLOTS];

    private record Entry(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template,
            Destination destination) {

        boolean is(
                String method,
                String scheme,
                String host,
                int port,
                String path,
                @Nullable String query,
                @Nullable String template) {
            return this.port == port
                    && this.path.equals(path)
                    && this.host.equals(host)
                    && this.method.equals(method)
                    && this.scheme.equals(scheme)
                    && Objects.equals(this.query, query)
                    && Objects.equals(this.template, template);
        }
    }

    /** See {@code Recorder.destination}. */
    public Destination find(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template) {
        int hash = path.hashCode() * 31 + host.hashCode();
        hash = (hash * 31 + method.hashCode()) * 31 + port;
        hash = hash * 31 + (query == null ? 0 : query.hashCode());
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Entry entry = recent[slot];
        if (entry != null && entry.is(method, scheme, host, port, path, query, template)) {
            return entry.destination;
        }
        Destination read = read(method, scheme, host, port, path, query, template);
        if (path.length() + length(query) + length(template) <= LONGEST_CACHED) {
            recent[slot] = new Entry(method, scheme, host, port, path, query, template, read);
        }
        return read;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private Destination read(
            String method,
            String scheme,
            String host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String template) {
        String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int known = port > 0 ? port : scheme.equals("https") ? 443 : 80;
        UrlText url = new UrlText(scheme, address, port, path, query);
        String given = template == null ? null : CallerTemplate.of(template, url.path());
        PathTemplate grouped = given == null ? PathTemplate.of(url.path()) : PathTemplate.known(given, url.path());
        Target target = new Target("http", address, known, null);
        return new Destination(shape(method, address, grouped, url.queryHash()), target, url.text(), given);
    }

    private Shape shape(String method, String address, PathTemplate template, long queryHash) {
        long hash = method.hashCode();
        hash = mix(hash * 31 + address.hashCode());
        hash = mix(hash * 31 + template.hash());
        long values = template.valuesHash() * 31 + queryHash;
        int slot = (int) (hash >>> 40) & (SHAPE_SLOTS - 1);
        Shape known = canonical[slot];
        if (known == null || known.hash() != hash) {
            String name = method + ' ' + address + template.text();
            known = new Shape(hash, name, name, method, List.of(), 0, values, traits(method));
            canonical[slot] = known;
        }
        return known.literalHash() == values
                ? known
                : new Shape(hash, known.text(), known.summary(), method, List.of(), 0, values, known.traits());
    }

    private static int traits(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "QUERY" -> Shape.READS;
            default -> Shape.WRITES;
        };
    }

    /** The finalizer of MurmurHash3 (Appleby, 2011). */
    public static long mix(long hash) {
        long z = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }
}
