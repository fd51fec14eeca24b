// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public class MongoReactiveApp extends MongoApp {
    private MongoClient client;
    private MongoClient narrow;
    private MongoCollection<Document> products;

    public static void main(String[] arguments) throws Exception {
        new MongoReactiveApp().run(arguments);
    }

    /** A plain subscriber, that asks for one element after the other. */
    private static <T> List<T> await(Publisher<T> publisher) throws Exception {
        CompletableFuture<List<T>> all = new CompletableFuture<>();
        publisher.subscribe(new Subscriber<T>() {
            private final List<T> elements = new ArrayList<>();
            private Subscription subscription;

            @Override
            public void onSubscribe(Subscription subscription) {
                this.subscription = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(T element) {
                elements.add(element);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable thrown) {
                all.completeExceptionally(thrown);
            }

            @Override
            public void onComplete() {
                all.complete(elements);
            }
        });
        return all.get();
    }

    @Override
    void open() {
        client = MongoClients.create("mongodb://localhost:" + port);
        narrow = MongoClients.create("mongodb://localhost:" + port + "/?maxPoolSize=1&waitQueueMultiple=500");
        products = client.getDatabase(DATABASE).getCollection(COLLECTION);
    }

    @Override
    void insert(List<Document> documents) throws Exception {
        if (documents.size() == 1) {
            await(products.insertOne(documents.get(0)));
        } else {
            await(products.insertMany(documents));
        }
    }

    @Override
    List<Document> find(Document filter, Document sort, int limit, int batchSize) throws Exception {
        FindPublisher<Document> found = products.find(filter);
        if (sort != null) {
            found = found.sort(sort);
        }
        return await(found.limit(limit).batchSize(batchSize));
    }

    @Override
    Document byId(int id) {
        return Mono.from(products.find(Filters.eq("_id", id)).first()).block(); // read
    }

    @Override
    long count(Document filter) throws Exception {
        return await(products.countDocuments(filter)).get(0);
    }

    @Override
    void update(Document filter, Document change) throws Exception {
        await(products.updateOne(filter, change));
    }

    @Override
    void bulk(int updates) throws Exception {
        List<UpdateOneModel<Document>> models = new ArrayList<>();
        for (int i = 0; i < updates; i++) {
            models.add(new UpdateOneModel<>(Filters.eq("_id", i), Updates.set("price", i)));
        }
        await(products.bulkWrite(models));
    }

    @Override
    Document change(Document filter, Document change) throws Exception {
        return await(products.findOneAndUpdate(filter, change)).get(0);
    }

    @Override
    void delete(Document filter) throws Exception {
        await(products.deleteOne(filter));
    }

    @Override
    void command(Document command) throws Exception {
        await(client.getDatabase(DATABASE).runCommand(command));
    }

    @Override
    void logIn(String password) throws Exception {
        ConnectionString login = new ConnectionString("mongodb://canary-user:" + password + "@localhost:" + port
                + "/?serverSelectionTimeoutMS=2000&authMechanism=SCRAM-SHA-1");
        try (MongoClient own = MongoClients.create(login)) {
            await(own.getDatabase(DATABASE).getCollection(COLLECTION).countDocuments());
        }
    }

    @Override
    void other(String name) {
        switch (name) {
            case "chain":
                Mono.from(products.find(Filters.eq("_id", 1)).first())
                        .flatMap(one -> Mono.from(products.find(Filters.eq("_id", 2)).first()))
                        .flatMap(two -> Mono.from(products.countDocuments()))
                        .block();
                break;
            case "crowd":
                MongoCollection<Document> few = narrow.getDatabase(DATABASE).getCollection(COLLECTION);
                Flux.range(0, 40)
                        .flatMap(i -> few.find(Filters.eq("_id", i)).first(), 40)
                        .collectList()
                        .block();
                break;
            default:
                throw new UnsupportedOperationException(name);
        }
    }

    @Override
    void close() {
        client.close();
        narrow.close();
    }
}
