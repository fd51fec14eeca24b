// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.detect;

import dev.foreshock.api.CallSite;
import dev.foreshock.api.Group;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** What to do about a finding, in the terms of the library that the stack shows. */
final class Suggestions {
    private Suggestions() {}

    static String repeated(Repetition found) {
        Group group = found.group();
        CallSite site = found.callSite();
        return switch (found.pattern()) {
            case REDUNDANT -> redundant(group, site);
            case CHUNKED -> chunked(group, site);
            case PAGES ->
                "Read larger pages, or stream the result with a fetch size instead of asking for page after page.";
            case FAN_OUT -> "Ask for several at once where the other side allows it, and bound how many run at a time.";
            case UNBATCHED -> unbatched(group, site);
            case SEQUENCE -> sequence(site);
            default -> loop(found, group, site);
        };
    }

    private static String chunked(Group group, @Nullable CallSite site) {
        if (isCassandra(group)) {
            return cassandra();
        }
        if (isMongo(group)) {
            return "Put more values into each $in; some hundreds are fine.";
        }
        return has(site, Hint.HIBERNATE)
                ? "Raise hibernate.default_batch_fetch_size or @BatchSize; 50 to 100 is common."
                : "Put more values into each IN list; some hundreds are fine.";
    }

    private static String loop(Repetition found, Group group, @Nullable CallSite site) {
        String fix =
                switch (group.kind()) {
                    case HTTP ->
                        "Call an endpoint that takes several keys at once; where there is none, call in parallel.";
                    case RPC -> "Call a method that takes several keys at once, or stream the requests.";
                    case CACHE -> cache(group);
                    default -> database(found, group, site);
                };
        return found.pattern() == Pattern.REPEATED_KEYS
                ? fix + " Keep what was read for the rest of the request, since only " + Figures.count(group.distinct())
                        + " keys differ."
                : fix;
    }

    private static String cache(Group group) {
        Target target = group.target();
        return target != null && target.system().equals("redis")
                ? "Read the keys with one MGET or HMGET, or send the commands in one pipeline."
                : "Read the keys with one multi-get, or send the commands in one pipeline.";
    }

    private static String database(Repetition found, Group group, @Nullable CallSite site) {
        if (group.shape().is(Shape.CALL)) {
            return "Let one call of the procedure work on all keys, or send the calls as one batch.";
        }
        Shape parent = found.parent();
        String with = parent == null ? "the query before the loop" : "the earlier query (" + parent.summary() + ")";
        if (isMongo(group)) {
            return mongo(site, with);
        }
        if (isSearchEngine(group)) {
            return searchEngine(group);
        }
        if (isCassandra(group)) {
            return cassandra();
        }
        if (has(site, Hint.HIBERNATE_LAZY) || (has(site, Hint.HIBERNATE) && !has(site, Hint.SPRING_DATA))) {
            return "Load them with " + with + ": JOIN FETCH or @EntityGraph; or set"
                    + " hibernate.default_batch_fetch_size=50, which loads 50 at a time.";
        }
        if (has(site, Hint.SPRING_DATA)) {
            return "Collect the keys and load them at once: findAllById(ids), or a finder on ...In(ids);"
                    + " for associations @EntityGraph on " + with + ".";
        }
        if (has(site, Hint.ECLIPSELINK)) {
            return "Load them with " + with + ": JOIN FETCH, or @BatchFetch(BatchFetchType.IN).";
        }
        if (has(site, Hint.MYBATIS)) {
            return "Map the join with a nested resultMap in place of a nested select, or load them with IN and"
                    + " <foreach>.";
        }
        if (has(site, Hint.JOOQ)) {
            return "Collect the keys and ask once with field.in(keys), or nest the rows with multiset(...).";
        }
        if (has(site, Hint.SPRING_JDBC)) {
            return "Collect the keys and ask once with IN (:ids) through NamedParameterJdbcTemplate, or join with "
                    + with + ".";
        }
        if (has(site, Hint.JDBI)) {
            return "Collect the keys and ask once with IN (<ids>) and @BindList, or join with " + with + ".";
        }
        if (has(site, Hint.MICRONAUT_DATA)) {
            return "Load them with " + with + ": @Join on the repository method, or a finder on ...InList(ids).";
        }
        return "Collect the keys and ask once with IN (...)" + array(group) + ", or join with " + with + ".";
    }

    private static String mongo(@Nullable CallSite site, String with) {
        return has(site, Hint.SPRING_DATA)
                ? "Collect the keys and load them at once: findAllById(ids), or a finder on ...In(ids), which is one"
                        + " find with $in; or let $lookup join them with " + with + "."
                : "Collect the keys and ask once with {$in: keys}, or let $lookup join them with " + with + ".";
    }

    private static String searchEngine(Group group) {
        return group.shape().operation().startsWith("search")
                ? "Ask once with a terms query, or send the searches together with _msearch."
                : "Collect the ids and read them with one _mget, or with a search on ids.";
    }

    private static boolean isSearchEngine(Group group) {
        Target target = group.target();
        return target != null
                && (target.system().equals("elasticsearch") || target.system().equals("opensearch"));
    }

    private static String cassandra() {
        return "Send the reads at the same time (executeAsync), or keep what is read together in one partition of a table"
                + " that is made for this question.";
    }

    private static boolean isCassandra(Group group) {
        Target target = group.target();
        return target != null && target.system().equals("cassandra");
    }

    private static boolean isMongo(Group group) {
        Target target = group.target();
        return target != null && target.system().equals("mongodb");
    }

    private static String array(Group group) {
        Target target = group.target();
        return target != null && target.system().equals("postgresql") ? " or = ANY (?)" : "";
    }

    private static String redundant(Group group, @Nullable CallSite site) {
        if (group.kind() == Kind.HTTP || group.kind() == Kind.RPC) {
            return "Call once before the loop and pass the answer on, or cache it for the time of the request.";
        }
        String more = has(site, Hint.HIBERNATE) ? " Loading by id is served from the session, a query never is." : "";
        return "Run it once before the loop and pass the result on, or cache it for the time of the request." + more;
    }

    private static String unbatched(Group group, @Nullable CallSite site) {
        if (group.kind() == Kind.CACHE) {
            return "Send the commands in one pipeline.";
        }
        if (isMongo(group)) {
            return "Send them at once: insertMany, updateMany or deleteMany, or one bulkWrite for what differs.";
        }
        if (isSearchEngine(group)) {
            return "Send them together with _bulk.";
        }
        if (has(site, Hint.HIBERNATE)) {
            return "Set hibernate.jdbc.batch_size=50 and hibernate.order_inserts=true; inserts are batched only where"
                    + " ids do not come from IDENTITY columns.";
        }
        if (has(site, Hint.SPRING_JDBC)) {
            return "Use JdbcTemplate.batchUpdate." + rewrite(group);
        }
        if (has(site, Hint.MYBATIS)) {
            return "Open the session with ExecutorType.BATCH." + rewrite(group);
        }
        if (has(site, Hint.JOOQ)) {
            return "Use DSLContext.batch(...) or an insert with several rows." + rewrite(group);
        }
        return "Collect the rows with addBatch and send them with executeBatch." + rewrite(group);
    }

    private static String rewrite(Group group) {
        Target target = group.target();
        String system = target == null ? "" : target.system();
        return switch (system) {
            case "postgresql" -> " With reWriteBatchedInserts=true the driver sends them as one statement.";
            case "mysql", "mariadb" -> " With rewriteBatchedStatements=true the driver sends them as one statement.";
            default -> "";
        };
    }

    private static String sequence(@Nullable CallSite site) {
        return has(site, Hint.HIBERNATE) || has(site, Hint.ECLIPSELINK)
                ? "Set allocationSize=50 on the @SequenceGenerator and INCREMENT BY 50 on the sequence."
                : "Fetch many numbers in one round trip, or let the sequence advance by 50 and count within"
                        + " (allocationSize).";
    }

    static String budget() {
        return "Look for what is read more than once, for look-ups that one join could answer, and for data that"
                + " changes so rarely that it can be cached.";
    }

    static String slow(Group group, @Nullable CallSite site) {
        Shape shape = group.shape();
        if (group.kind() != Kind.DATABASE) {
            return "Look at the other side, and set a timeout that the caller can live with.";
        }
        if (isCassandra(group)) {
            return "Look at its trace (TRACING ON) for ALLOW FILTERING, tombstones and partitions that have grown large.";
        }
        if (isSearchEngine(group)) {
            return shape.operation().startsWith("search")
                    ? "Look at its profile (\"profile\": true), and at how many shards and documents it reads."
                    : "Look at the load of the nodes, and at how much one request carries.";
        }
        if (shape.is(Shape.LEADING_WILDCARD)) {
            return "An index cannot serve a LIKE that begins with a wildcard: use full-text or trigram search.";
        }
        if (shape.is(Shape.UNFILTERED)) {
            return shape.is(Shape.LIMITED)
                    ? "Look at its plan (EXPLAIN): sorting a whole table for a few rows needs an index on the order."
                    : "Read only the rows that are needed: it has no WHERE and no limit of its own.";
        }
        return "Look at its plan (EXPLAIN) for a scan where an index should serve, and for locks that it waits for.";
    }

    private static boolean has(@Nullable CallSite site, String hint) {
        return site != null && site.hints().contains(hint);
    }
}
