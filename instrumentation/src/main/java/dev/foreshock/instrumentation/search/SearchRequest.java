// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.DatabaseRequest;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Recorder;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to a search engine as it is about to be sent: an operation of its own, in the place of the HTTP call that it is.
 * Requests belong together by what they ask for and of which index: {@code POST orders _search}.
 */
public final class SearchRequest implements Supplier<Shape> {
    private static final int NOT_FOUND = 404;

    private final String system;
    private final String method;
    private final Endpoint endpoint;
    private final List<String> indices;
    private int traits;
    private long hash;
    private long parameterHash;

    private SearchRequest(DatabaseRequest database, String method, String path) {
        this.system = database.system();
        this.method = method;
        this.endpoint = new Endpoint(method, path);
        String index = endpoint.index();
        this.indices = index == null ? List.of() : IndexName.all(index);
        this.traits = endpoint.traits();
        this.parameterHash = hash(path);
        if ((traits & Shape.READS) != 0) {
            read(database, path);
        }
    }

    /**
     * Begins its operation.
     *
     * @param path as it is sent, with or without the query
     * @param query {@code null} where there is none, or {@code path} carries it
     * @param port 0 or less where the scheme's own is meant
     * @return {@code null} where nothing is to be recorded
     */
    public static @Nullable Operation begin(
            DatabaseRequest database,
            @Nullable String method,
            @Nullable String path,
            @Nullable String query,
            @Nullable String host,
            int port) {
        String all = path == null ? "/" : query == null ? path : path + '?' + query;
        SearchRequest request = new SearchRequest(database, known(method), all);
        if (request.endpoint.isUpkeep() && Cursor.get().current() == null) {
            return null;
        }
        Shape shape = request.shape();
        Operation operation = Operation.begin(Kind.DATABASE);
        if (operation != null) {
            operation.shape(shape);
            operation.target(new Target(request.system, host, Math.max(0, port), null));
            operation.parameterHash(request.parameterHash);
            operation.attribute("http.request.method", request.method);
            if (request.endpoint.isTogether()) {
                operation.batchSize(1);
            }
        }
        return operation;
    }

    /** Whether a status is no failure of a request that asks whether something is there. */
    public static boolean isAnswer(Operation operation, int status) {
        Shape shape = operation.shape();
        return status == NOT_FOUND
                && operation.kind() == Kind.DATABASE
                && shape != null
                && Endpoint.asksWhether(shape.operation());
    }

    /** Any other is no method of the REST API. */
    private static String known(@Nullable String method) {
        return switch (method == null ? "" : method) {
            case "GET" -> "GET";
            case "POST" -> "POST";
            case "PUT" -> "PUT";
            case "DELETE" -> "DELETE";
            case "HEAD" -> "HEAD";
            default -> "_OTHER";
        };
    }

    private void read(DatabaseRequest database, String path) {
        SearchBody body = SearchBody.of(database.body());
        boolean furtherPage = path.contains("search_after=")
                || (path.contains("from=") && !path.contains("from=0"))
                || (body != null && body.isFurtherPage());
        if (furtherPage) {
            // Page after page is no loop over the rows of another query, and how many rows came nobody has counted.
            traits &= ~Shape.READS;
        } else if (body != null && body.isReadable()) {
            parameterHash = mix(parameterHash ^ body.hash());
        } else if (body != null || !database.isBodyKnown()) {
            // Whether two of them ask for the same cannot be told.
            traits |= Shape.VOLATILE;
        }
    }

    private Shape shape() {
        long all = system.hashCode();
        all = mix(all * 31 + method.hashCode());
        all = mix(all * 31 + endpoint.name().hashCode());
        all = mix(all * 31 + endpoint.api().hashCode());
        all = mix(all * 31 + indices.hashCode());
        hash = mix(all * 31 + traits);
        return Recorder.instance().shape(hash, this);
    }

    @Override
    public Shape get() {
        String target = String.join(",", indices);
        StringBuilder text = new StringBuilder(method);
        StringBuilder summary = new StringBuilder(endpoint.name());
        if (!target.isEmpty()) {
            text.append(' ').append(target);
            summary.append(' ').append(target);
        }
        if (!endpoint.api().isEmpty()) {
            text.append(' ').append(endpoint.api());
        }
        return new Shape(hash, text.toString(), summary.toString(), endpoint.name(), indices, 0, 0, traits);
    }

    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L; // FNV-1a
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3 (Appleby, 2011). */
    private static long mix(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
