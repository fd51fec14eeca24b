// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.BasicQuery;
import org.springframework.data.mongodb.core.query.BasicUpdate;

public class MongoSpringApp extends MongoApp {
    private MongoClient client;
    private MongoTemplate template;

    public static void main(String[] arguments) throws Exception {
        new MongoSpringApp().run(arguments);
    }

    @Override
    void open() {
        client = MongoClients.create("mongodb://localhost:" + port);
        template = new MongoTemplate(client, DATABASE);
    }

    @Override
    void insert(List<Document> documents) {
        template.insert(documents, COLLECTION);
    }

    @Override
    List<Document> find(Document filter, Document sort, int limit, int batchSize) {
        return template.find(new BasicQuery(filter), Document.class, COLLECTION);
    }

    @Override
    Document byId(int id) {
        return template.findById(id, Document.class, COLLECTION); // read
    }

    @Override
    long count(Document filter) {
        return template.count(new BasicQuery(filter), COLLECTION);
    }

    @Override
    void update(Document filter, Document change) {
        template.updateFirst(new BasicQuery(filter), new BasicUpdate(change), COLLECTION);
    }

    @Override
    void bulk(int updates) {
        throw new UnsupportedOperationException();
    }

    @Override
    Document change(Document filter, Document change) {
        return template.findAndModify(new BasicQuery(filter), new BasicUpdate(change), Document.class, COLLECTION);
    }

    @Override
    void delete(Document filter) {
        template.remove(new BasicQuery(filter), COLLECTION);
    }

    @Override
    void command(Document command) {
        template.executeCommand(command);
    }

    @Override
    void logIn(String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    void close() {
        client.close();
    }
}
