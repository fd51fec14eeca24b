// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import org.bson.Document;

/** Looks for a document that is not there. */
public class MongoWar extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + Integer.getInteger("mongodb.port"))) {
            client.getDatabase("shop")
                    .getCollection("products")
                    .find(new Document("_id", 42))
                    .first();
        }
    }

    /** The driver's buffers have a thread that never ends, and would keep the application. */
    @Override
    public void destroy() {
        try {
            Method disable = PowerOfTwoBufferPool.class.getDeclaredMethod("disablePruning");
            disable.setAccessible(true);
            disable.invoke(PowerOfTwoBufferPool.DEFAULT);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
