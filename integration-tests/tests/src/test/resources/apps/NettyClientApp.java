// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** A channel of its own for each request; it is written by a listener, when the connection is there. */
@SuppressWarnings("deprecation")
public class NettyClientApp extends ClientApp {
    static {
        // Before the first class of Netty's is loaded, which has something to say about this JVM.
        LogManager.getLogManager().reset();
    }

    private final EventLoopGroup loops = new NioEventLoopGroup(2);

    public static void main(String[] arguments) throws Exception {
        new NettyClientApp().run(arguments);
    }

    private static FullHttpRequest request(String method, URI uri, String... header) {
        byte[] body = method.equals("POST") ? "body".getBytes(StandardCharsets.US_ASCII) : new byte[0];
        String query = uri.getRawQuery();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(method),
                uri.getRawPath() + (query == null ? "" : "?" + query),
                Unpooled.wrappedBuffer(body));
        request.headers().set("host", uri.getHost() + ":" + uri.getPort());
        request.headers().set("content-length", body.length);
        if (header.length > 0) {
            request.headers().set(header[0], header[1]);
        }
        return request;
    }

    private Channel open(URI uri, FullHttpRequest request, Exchange exchange, int timeoutMillis) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new ReadTimeoutHandler(timeoutMillis, TimeUnit.MILLISECONDS))
                                .addLast(exchange);
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        connected.channel().writeAndFlush(request);
                    } else {
                        exchange.head.completeExceptionally(connected.cause());
                        exchange.end.completeExceptionally(connected.cause());
                    }
                })
                .channel();
    }

    @Override
    int send(String method, String url, int timeoutMillis, String... header) throws Exception {
        Exchange exchange = new Exchange();
        URI uri = URI.create(url);
        open(uri, request(method, uri, header), exchange, timeoutMillis);
        return exchange.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What goes on would block, which the event loop must not. */
    @Override
    CompletableFuture<Integer> asynchronous(String url) {
        Exchange exchange = new Exchange();
        URI uri = URI.create(url);
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        exchange.inContext = status -> new Thread(() -> answered.complete(status)).start();
        open(uri, request("GET", uri), exchange, 10_000);
        return answered;
    }

    @Override
    void cancelled(String url, CompletableFuture<?> sent) throws Exception {
        Exchange exchange = new Exchange();
        URI uri = URI.create(url);
        Channel channel = open(uri, request("GET", uri), exchange, 10_000);
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        channel.close().sync();
    }

    @Override
    int streamed(String url, Step opened) throws Exception {
        Exchange exchange = new Exchange();
        URI uri = URI.create(url);
        open(uri, request("GET", uri), exchange, 10_000);
        int status = exchange.head.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        opened.run();
        exchange.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return status;
    }

    @Override
    void close() throws Exception {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static final class Exchange extends SimpleChannelInboundHandler<HttpObject> {
        final CompletableFuture<Integer> head = new CompletableFuture<>();
        final CompletableFuture<Integer> end = new CompletableFuture<>();
        java.util.function.IntConsumer inContext = status -> {};

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse) {
                head.complete(((HttpResponse) part).status().code());
            }
            if (part instanceof LastHttpContent) {
                inContext.accept(head.join());
                end.complete(head.join());
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
            head.completeExceptionally(thrown);
            end.completeExceptionally(thrown);
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            head.completeExceptionally(new IOException("closed"));
            end.completeExceptionally(new IOException("closed"));
        }
    }
}
