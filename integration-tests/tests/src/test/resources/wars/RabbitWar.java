// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package wars;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ChannelN;
import com.rabbitmq.client.impl.ConsumerWorkService;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executors;

/** Publishes a message into the void. */
public class RabbitWar extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FrameHandler nowhere = (FrameHandler) Proxy.newProxyInstance(
                RabbitWar.class.getClassLoader(), new Class<?>[] {FrameHandler.class}, (proxy, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    return type == int.class ? 0 : type == boolean.class ? false : null;
                });
        AMQConnection connection = new AMQConnection(new ConnectionFactory().params(null), nowhere) {
            @Override
            public void writeFrame(Frame frame) {}
        };
        ConsumerWorkService workers = new ConsumerWorkService(null, Executors.defaultThreadFactory(), 1_000);
        new ChannelN(connection, 1, workers).basicPublish("", "orders", null, new byte[8]);
        workers.shutdown();
    }
}
