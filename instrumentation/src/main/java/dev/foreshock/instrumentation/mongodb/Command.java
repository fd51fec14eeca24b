// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import com.mongodb.ServerAddress;
import com.mongodb.internal.connection.DefaultServerConnection;
import com.mongodb.internal.connection.SplittablePayload;
import dev.foreshock.api.Kind;
import dev.foreshock.api.Operation;
import dev.foreshock.api.Shape;
import dev.foreshock.api.Target;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** One command as it is about to be sent. */
final class Command {
    private static final int DATABASE = 0;
    private static final int DOCUMENT = 1;

    private Command() {}

    /** Begins its operation; {@code null} where nothing is to be recorded, or it has begun already. */
    static @Nullable Operation begin(Object connection, @Nullable Object[] arguments) {
        if (!(connection instanceof DefaultServerConnection open)
                || !(arguments[DOCUMENT] instanceof BsonDocument document)) {
            return null;
        }
        String name = name(document);
        if (CommandKinds.isUpkeep(name)) {
            return null;
        }
        Operation operation = Operation.begin(Kind.DATABASE);
        if (operation != null) {
            ServerAddress server = open.getDescription().getServerAddress();
            String database = arguments[DATABASE] instanceof String text ? text : null;
            operation.target(new Target("mongodb", server.getHost(), server.getPort(), database));
            describe(operation, new CommandShape(name, document), arguments);
        }
        return operation;
    }

    /** Its first key, without making a document of what is none yet. */
    private static String name(BsonDocument document) {
        if (document instanceof RawBsonDocument raw) {
            return raw.getFirstKey();
        }
        Map<?, ?> fields = Outline.fields(document);
        Iterator<?> keys = fields == null ? null : fields.keySet().iterator();
        return keys != null && keys.hasNext() && keys.next() instanceof String first ? first : "";
    }

    private static void describe(Operation operation, CommandShape command, @Nullable Object[] arguments) {
        Shape shape = command.shape();
        operation.shape(shape);
        operation.parameterHash(command.parameterHash());
        if (shape.operation().equals("findAndModify")) {
            // Each answers with the document that it has changed: they cannot be sent together, so that one counts as a
            // batch.
            operation.batchSize(1);
        } else if (shape.is(Shape.WRITES) && !shape.operation().equals("insert")) {
            int statements = statements(arguments);
            if (statements > 1) {
                operation.batchSize(statements);
            }
        }
    }

    /** How many updates or deletes are sent at once. */
    private static int statements(@Nullable Object[] arguments) {
        for (int i = DOCUMENT + 1; i < arguments.length; i++) {
            if (arguments[i] instanceof SplittablePayload payload) {
                return payload.size();
            }
        }
        return 1;
    }
}
