// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.instrumentation.mongodb;

import dev.foreshock.api.Cursor;
import dev.foreshock.api.Instrument;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The documents of a reply have been decoded. What holds them tells nobody how many they are. */
@Instrument(
        name = "mongodb",
        library = "MongoDB Java driver",
        types = "com.mongodb.internal.operation.BsonArrayWrapper",
        methods = "<init>")
public final class BatchDecode {
    private BatchDecode() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Argument(0) @Nullable List<?> documents) {
        Cursor cursor = Cursor.get();
        if (documents != null && !cursor.isAgentThread()) {
            cursor.remember(BatchSize.class, new BatchSize(documents.size()));
        }
    }
}
