// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.grpc;

import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes every call of one channel an operation. Remembers the shapes of the channel's methods in a racy table of {@value
 * #SLOTS} places, which loses an entry at worst.
 */
final class ChannelInterceptor implements ClientInterceptor {
    private static final int SLOTS = 64;

    private final @Nullable Shape[] shapes = new @Nullable Shape[SLOTS];
    private @Nullable Target target;

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        CallAttempts attempts = new CallAttempts(shape(method), target(next), options);
        return new SentCall<>(next.newCall(method, options.withStreamTracerFactory(attempts)), method, attempts);
    }

    /** The authority of a channel never changes. */
    private Target target(Channel channel) {
        Target known = target;
        if (known == null) {
            Authority authority = Authority.of(channel.authority());
            known = authority == null
                    ? new Target("grpc", null, 0, null)
                    : new Target("grpc", authority.host(), authority.port(), null);
            target = known;
        }
        return known;
    }

    private Shape shape(MethodDescriptor<?, ?> method) {
        String name = method.getFullMethodName();
        int slot = name.hashCode() & (SLOTS - 1);
        Shape known = shapes[slot];
        if (known == null || !known.text().equals(name)) {
            known = new Shape(hash(name), name, name, name, List.of(), 0, 0, traits(method));
            shapes[slot] = known;
        }
        return known;
    }

    /** FNV-1a (Fowler, Noll and Vo, 1991), with the finalizer of MurmurHash3 (Appleby, 2011). */
    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    /** How long a stream lasts is up to both ends: it is never slow. */
    private static int traits(MethodDescriptor<?, ?> method) {
        int traits = method.isSafe() ? Shape.READS : Shape.WRITES;
        return method.getType() == MethodType.UNARY ? traits : traits | Shape.BLOCKING;
    }
}
