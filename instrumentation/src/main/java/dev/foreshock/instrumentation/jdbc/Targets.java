// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.jdbc;

import dev.foreshock.api.Associations;
import dev.foreshock.api.Cursor;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Target;
import org.jspecify.annotations.Nullable;

/** Where a connection goes, as its URL said when it was opened, or at least which driver's it is. */
final class Targets {
    private Targets() {}

    static Target of(Cursor cursor, Object connection) {
        Target recent = cursor.recent(connection, Target.class);
        if (recent != null) {
            return recent;
        }
        Target known = Associations.get(connection, Target.class);
        if (known == null) {
            // Still being opened, or opened by a data source that does not ask its driver.
            known = ofConnecting(cursor);
            if (known == null) {
                known = ofDriver(connection.getClass());
            }
            Associations.put(connection, known);
        }
        cursor.remember(connection, known);
        return known;
    }

    /** From here on it is known where the connection goes. */
    static void put(Cursor cursor, Object connection, @Nullable Target target) {
        if (target != null) {
            Associations.put(connection, target);
            cursor.remember(connection, target);
        }
    }

    /** Where the connection goes that this thread is opening: its driver may execute statements meanwhile. */
    private static @Nullable Target ofConnecting(Cursor cursor) {
        Operation current = cursor.current();
        return current != null && current.kind() == Kind.CONNECT ? current.target() : null;
    }

    /** What the package of a driver's class says. */
    static Target ofDriver(Class<?> type) {
        return new Target(system(type.getName()), null, 0, null);
    }

    private static String system(String className) {
        if (className.startsWith("org.postgresql.")) {
            return "postgresql";
        }
        if (className.startsWith("org.h2.")) {
            return "h2database";
        }
        if (className.startsWith("org.mariadb.")) {
            return "mariadb";
        }
        if (className.startsWith("com.mysql.")) {
            return "mysql";
        }
        if (className.startsWith("oracle.")) {
            return "oracle.db";
        }
        if (className.startsWith("com.microsoft.sqlserver.") || className.startsWith("net.sourceforge.jtds.")) {
            return "microsoft.sql_server";
        }
        if (className.startsWith("org.sqlite.")) {
            return "sqlite";
        }
        if (className.startsWith("org.hsqldb.")) {
            return "hsqldb";
        }
        if (className.startsWith("org.apache.derby.")) {
            return "derby";
        }
        if (className.startsWith("com.ibm.db2.")) {
            return "ibm.db2";
        }
        if (className.startsWith("com.clickhouse.")) {
            return "clickhouse";
        }
        if (className.startsWith("com.sap.db.")) {
            return "sap.hana";
        }
        return "other_sql";
    }
}
