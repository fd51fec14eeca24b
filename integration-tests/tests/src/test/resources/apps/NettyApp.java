// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import dev.foreshock.harness.Child;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

public class NettyApp {
    static {
        // Before the first class of Netty's is loaded, which has something to say about this JVM.
        LogManager.getLogManager().reset();
    }

    private static final ExecutorService OTHERS = Executors.newFixedThreadPool(1);
    static final EventExecutorGroup GROUP = new DefaultEventExecutorGroup(1);
    static final ChannelGroup CHANNELS = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    public static void main(String[] arguments) throws Exception {
        Items.create();
        serve(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                CHANNELS.add(channel);
                channel.pipeline().addLast(new HttpServerCodec());
                addAnswers(channel);
            }
        });
    }

    static void addAnswers(Channel channel) {
        channel.pipeline().addLast(new Answers());
        channel.pipeline().addLast(GROUP, new OnAnotherThread());
    }

    static void serve(ChannelInitializer<SocketChannel> connections) throws Exception {
        EventLoopGroup loops = new NioEventLoopGroup(1);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(connections)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        Child.ready(((InetSocketAddress) server.localAddress()).getPort());
        Child.awaitEnd();
        OTHERS.shutdown();
        CHANNELS.close().sync();
        server.close().sync();
        GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private static final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private HttpRequest request;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws Exception {
            if (part instanceof HttpRequest) {
                request = (HttpRequest) part;
                if (!request.method().equals(HttpMethod.POST)) {
                    serve(context, request.uri());
                }
            }
            if (part instanceof LastHttpContent && request.method().equals(HttpMethod.POST)) {
                Items.find();
                answer(context, 200, "body");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) throws Exception {
            answer(context, 500, "");
        }
    }

    private static void serve(ChannelHandlerContext context, String path) {
        if (path.startsWith("/shop/contract/ok") || path.startsWith("/actuator/")) {
            answer(context, 200, "ok");
        } else if (path.equals("/shop/contract/gone")) {
            answer(context, 404, "");
        } else if (path.equals("/shop/contract/status")) {
            answer(context, 503, "");
        } else if (path.equals("/shop/contract/throw")) {
            throw new IllegalStateException("expected");
        } else if (path.equals("/shop/contract/query")) {
            answer(context, 200, Items.find());
        } else if (path.equals("/shop/contract/handed-over")) {
            OTHERS.execute(() -> answer(context, 202, Items.find()));
        } else if (path.equals("/shop/contract/later")) {
            context.executor().schedule(() -> answer(context, 200, Items.find()), 20, TimeUnit.MILLISECONDS);
        } else if (path.equals("/shop/contract/other-loop")) {
            context.fireChannelRead("query");
        } else if (path.equals("/shop/contract/stream")) {
            DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set("transfer-encoding", "chunked");
            context.write(head);
            context.write(new DefaultHttpContent(Unpooled.copiedBuffer(Items.find(), StandardCharsets.US_ASCII)));
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else if (path.equals("/shop/contract/continue")) {
            context.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            answer(context, 200, Items.find());
        } else if (path.equals("/shop/contract/never")) {
            Items.find();
        } else if (path.equals("/shop/contract/drop")) {
            Items.find();
            context.close();
        } else {
            answer(context, 400, "");
        }
    }

    private static void answer(ChannelHandlerContext context, int status, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII));
        response.headers().set("content-length", body.length());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static final class OnAnotherThread extends SimpleChannelInboundHandler<String> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, String wanted) {
            answer(context, 200, Items.find());
        }
    }
}
