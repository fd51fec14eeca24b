// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.search;

import dev.foreshock.api.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a method and a path ask for, by the name that the specification of the REST API has for it: {@code search}, {@code
 * indices.create}. The words of the path that belong to the API are kept; identifiers and whatever is not known never are.
 */
final class Endpoint {
    private static final String OTHER = "other";
    private static final int MOST_SEGMENTS = 8;

    private final String method;
    private final @Nullable String index;
    private final String api;
    private final String rest;
    private String name = OTHER;
    private int traits;
    private boolean together;

    /** {@code path} may be a whole URL and carry a query. */
    Endpoint(String method, String path) {
        this.method = method;
        String[] segments = segments(path);
        int at = 0;
        while (at < segments.length && !isApi(segments[at])) {
            at++;
        }
        index = segments.length > 0 && at > 0 ? segments[0] : null;
        api = at < segments.length ? segments[at] : "";
        rest = at + 1 < segments.length ? segments[at + 1] : "";
        if (api.isEmpty()) {
            bare(segments.length);
        } else {
            named();
        }
    }

    private static boolean isApi(String segment) {
        return segment.startsWith("_") && !segment.equals("_all");
    }

    private static String[] segments(String path) {
        int scheme = path.indexOf("://");
        int slash = path.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        int start = slash < 0 ? path.length() : slash;
        int query = path.indexOf('?', start);
        int end = query < 0 ? path.length() : query;
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        return start >= end ? new String[0] : path.substring(start, end).split("/", MOST_SEGMENTS);
    }

    /** The index alone, or, until version 7, a document of a type: {@code /orders/order/4711}. */
    private void bare(int segments) {
        boolean document = segments > 1;
        switch (method) {
            case "GET" ->
                is(document ? "get" : index == null ? "info" : "indices.get", document ? Shape.READS : Shape.PROBE);
            case "HEAD" ->
                is(
                        document ? "exists" : index == null ? "ping" : "indices.exists",
                        document ? Shape.READS : Shape.PROBE);
            case "PUT" -> is(document ? "index" : "indices.create", document ? Shape.WRITES : Shape.DDL);
            case "POST" -> is(document ? "index" : OTHER, document ? Shape.WRITES : 0);
            case "DELETE" -> is(document ? "delete" : "indices.delete", document ? Shape.WRITES : Shape.DDL);
            default -> {}
        }
    }

    private void named() {
        switch (api) {
            case "_doc" -> document();
            case "_create" -> is("create", Shape.WRITES);
            case "_update" -> is("update", Shape.WRITES);
            case "_source" -> is(method.equals("HEAD") ? "exists_source" : "get_source", Shape.READS);
            case "_search" -> search();
            case "_count" -> is("count", Shape.READS);
            case "_explain" -> is("explain", Shape.READS);
            case "_terms_enum" -> is("terms_enum", Shape.READS);
            case "_termvectors" -> is("termvectors", Shape.READS);
            case "_knn_search" -> is("knn_search", Shape.READS);
            // Several at once already: however often they come, they are no loop over single ones.
            case "_mget" -> is("mget", 0);
            case "_msearch" -> is(rest.equals("template") ? "msearch_template" : "msearch", 0);
            case "_mtermvectors" -> is("mtermvectors", 0);
            case "_field_caps" -> is("field_caps", 0);
            case "_async_search" -> is("async_search", 0);
            case "_pit" -> is(method.equals("DELETE") ? "close_point_in_time" : "open_point_in_time", 0);
            case "_bulk" -> together("bulk");
            case "_update_by_query" -> together("update_by_query");
            case "_delete_by_query" -> together("delete_by_query");
            case "_reindex" -> together("reindex");
            case "_refresh" -> is("indices.refresh", 0);
            case "_flush" -> is("indices.flush", 0);
            case "_forcemerge" -> is("indices.forcemerge", 0);
            case "_analyze" -> is("indices.analyze", 0);
            case "_validate" -> is("indices.validate_query", 0);
            case "_rollover" -> is("indices.rollover", Shape.DDL);
            case "_open" -> is("indices.open", Shape.DDL);
            case "_close" -> is("indices.close", Shape.DDL);
            case "_mapping", "_mappings" -> schema("mapping");
            case "_settings" -> schema("settings");
            case "_alias", "_aliases" -> schema("alias");
            case "_template", "_index_template", "_component_template" -> schema(api.substring(1));
            case "_stats" -> is("indices.stats", Shape.PROBE);
            case "_cluster", "_nodes", "_cat", "_tasks", "_license", "_xpack" -> is(api.substring(1), Shape.PROBE);
            case "_ingest", "_scripts", "_snapshot", "_ilm", "_security", "_sql", "_ml", "_plugins", "_eql", "_query" ->
                is(api.substring(1), 0);
            default -> {}
        }
    }

    private void document() {
        switch (method) {
            case "GET" -> is("get", Shape.READS);
            case "HEAD" -> is("exists", Shape.READS);
            case "DELETE" -> is("delete", Shape.WRITES);
            default -> is("index", Shape.WRITES);
        }
    }

    private void search() {
        switch (rest) {
            case "scroll" -> is(method.equals("DELETE") ? "clear_scroll" : "scroll", 0);
            case "template" -> is("search_template", Shape.READS);
            case "point_in_time" -> is(method.equals("DELETE") ? "delete_pit" : "create_pit", 0);
            default -> is("search", Shape.READS);
        }
    }

    private void schema(String what) {
        switch (method) {
            case "GET" -> is("indices.get_" + what, Shape.PROBE);
            case "HEAD" -> is("indices.exists_" + what, Shape.PROBE);
            case "DELETE" -> is("indices.delete_" + what, Shape.DDL);
            default -> is("indices.put_" + what, Shape.DDL);
        }
    }

    private void is(String name, int traits) {
        this.name = name;
        this.traits = traits;
    }

    private void together(String name) {
        is(name, Shape.WRITES);
        together = true;
    }

    String name() {
        return name;
    }

    /** Of {@link Shape}. */
    int traits() {
        return traits;
    }

    /** As it stands in the path; {@code null} where there is none. */
    @Nullable
    String index() {
        return index;
    }

    /** The part of the path that names the API, {@code ""} where none does or it is not known. */
    String api() {
        return name.equals(OTHER) ? "" : api;
    }

    /** Whether it changes several documents as it is, so that several such requests are no writes of one document each. */
    boolean isTogether() {
        return together;
    }

    /** What clients ask of their own accord, to know which servers there are. */
    boolean isUpkeep() {
        return api.equals("_nodes") && rest.equals("http");
    }

    /** Whether "not found" is an answer like any other. */
    static boolean asksWhether(String name) {
        return name.contains("exists");
    }
}
