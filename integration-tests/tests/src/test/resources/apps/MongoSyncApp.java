// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mongodb.ConnectionString;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

public class MongoSyncApp extends MongoApp {
    private MongoClient client;
    private MongoCollection<Document> products;

    public static void main(String[] arguments) throws Exception {
        new MongoSyncApp().run(arguments);
    }

    @Override
    void open() {
        client = MongoClients.create("mongodb://localhost:" + port);
        products = client.getDatabase(DATABASE).getCollection(COLLECTION);
    }

    @Override
    void insert(List<Document> documents) {
        if (documents.size() == 1) {
            products.insertOne(documents.get(0));
        } else {
            products.insertMany(documents);
        }
    }

    @Override
    List<Document> find(Document filter, Document sort, int limit, int batchSize) {
        FindIterable<Document> found = products.find(filter);
        if (sort != null) {
            found = found.sort(sort);
        }
        return found.limit(limit).batchSize(batchSize).into(new ArrayList<>());
    }

    @Override
    Document byId(int id) {
        return products.find(Filters.eq("_id", id)).first(); // read
    }

    @Override
    long count(Document filter) {
        return products.countDocuments(filter);
    }

    @Override
    void update(Document filter, Document change) {
        products.updateOne(filter, change);
    }

    @Override
    void bulk(int updates) {
        List<UpdateOneModel<Document>> models = new ArrayList<>();
        for (int i = 0; i < updates; i++) {
            models.add(new UpdateOneModel<>(Filters.eq("_id", i), Updates.set("price", i)));
        }
        products.bulkWrite(models);
    }

    @Override
    Document change(Document filter, Document change) {
        return products.findOneAndUpdate(filter, change);
    }

    @Override
    void delete(Document filter) {
        products.deleteOne(filter);
    }

    @Override
    void command(Document command) {
        client.getDatabase(DATABASE).runCommand(command);
    }

    @Override
    void logIn(String password) {
        ConnectionString login = new ConnectionString("mongodb://canary-user:" + password + "@localhost:" + port
                + "/?serverSelectionTimeoutMS=2000&authMechanism=SCRAM-SHA-1");
        try (MongoClient own = MongoClients.create(login)) {
            own.getDatabase(DATABASE).getCollection(COLLECTION).countDocuments();
        }
    }

    @Override
    void close() {
        client.close();
    }
}
