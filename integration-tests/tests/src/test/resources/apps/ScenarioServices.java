// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;

/** The pages of {@link ScenarioApp} that read from MongoDB, and those that call a service, in the same process, over gRPC. */
final class ScenarioServices implements AutoCloseable {
    private static final int MANY = 40;

    private final MongoClient mongo;
    private final MongoCollection<Document> articles;
    private final Server server;
    private final ManagedChannel channel;

    ScenarioServices(int mongoPort) throws Exception {
        mongo = MongoClients.create("mongodb://localhost:" + mongoPort);
        articles = mongo.getDatabase("shop").getCollection("articles");
        articles.insertMany(IntStream.range(0, 100)
                .mapToObj(id -> new Document("_id", id).append("price", 5 * id))
                .toList());
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(OrdersGrpc.bind(
                        (request, answers) -> OrdersGrpc.answer(answers, "found"),
                        (request, answers) -> {
                            for (int i = 1; i < MANY; i++) {
                                answers.onNext("found");
                            }
                            OrdersGrpc.answer(answers, "found");
                        },
                        answers -> new Silent(),
                        answers -> new Silent()))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    Map<String, Runnable> all() {
        Map<String, Runnable> pages = new LinkedHashMap<>();
        pages.put("documents-one-by-one", () -> {
            for (int i = 0; i < MANY; i++) {
                articles.find(Filters.eq("_id", i)).first();
            }
        });
        pages.put("orders-one-by-one", () -> {
            for (int i = 0; i < MANY; i++) {
                OrdersGrpc.newBlockingStub(channel).find("order " + i);
            }
        });
        pages.put("documents-together", () -> articles.find(Filters.in(
                        "_id", IntStream.range(0, MANY).boxed().toList()))
                .into(new ArrayList<>()));
        // The driver asks for the next ten by itself.
        pages.put("documents-of-a-cursor", () -> articles.find().batchSize(10).into(new ArrayList<>()));
        pages.put("orders-in-a-stream", () -> {
            List<String> found = new ArrayList<>();
            Iterator<String> orders = OrdersGrpc.newBlockingStub(channel).list("all orders");
            orders.forEachRemaining(found::add);
        });
        return pages;
    }

    @Override
    public void close() throws Exception {
        channel.shutdownNow();
        server.shutdownNow().awaitTermination();
        mongo.close();
    }

    /** Of methods that nobody calls. */
    private static final class Silent implements StreamObserver<String> {
        @Override
        public void onNext(String request) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }
}
