// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import dev.foreshock.api.Shape;

/** What is known of commands by their names, from the reference of MongoDB 8. */
final class CommandKinds {
    private static final int LONGEST = 32;
    private static final String OTHER = "other";

    private CommandKinds() {}

    /** What the driver sends on its own account when a client is closed. */
    static boolean isUpkeep(String name) {
        return name.equals("endSessions");
    }

    /** The name, or {@code other} for what is no name that the server would know. */
    static String safe(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return OTHER;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_') {
                return OTHER;
            }
        }
        return name.equals("findandmodify") ? "findAndModify" : name;
    }

    /** Traits of {@link Shape}. */
    static int traits(String name) {
        return switch (name) {
            case "find", "aggregate", "count", "distinct" -> Shape.READS;
            case "insert", "update", "delete", "findAndModify", "bulkWrite" -> Shape.WRITES;
            case "commitTransaction", "abortTransaction" -> Shape.TRANSACTION;
            case "create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "collMod", "renameCollection" ->
                Shape.DDL;
            case "ping",
                    "hello",
                    "isMaster",
                    "ismaster",
                    "buildInfo",
                    "buildinfo",
                    "serverStatus",
                    "dbStats",
                    "collStats",
                    "listCollections",
                    "listDatabases",
                    "listIndexes",
                    "connectionStatus",
                    "killCursors" -> Shape.PROBE;
            default -> 0;
        };
    }

    /** Whether its value is the name of a collection. */
    static boolean namesCollection(String name) {
        return switch (name) {
            case "find",
                    "aggregate",
                    "count",
                    "distinct",
                    "insert",
                    "update",
                    "delete",
                    "findAndModify",
                    "mapReduce",
                    "create",
                    "createIndexes",
                    "drop",
                    "dropIndexes",
                    "listIndexes",
                    "collMod",
                    "collStats",
                    "killCursors" -> true;
            default -> false;
        };
    }
}
