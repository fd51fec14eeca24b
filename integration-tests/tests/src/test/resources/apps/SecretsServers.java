// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import com.sun.net.httpserver.HttpServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Servers of three kinds that answer with secrets in everything that an answer has, and one that answers with nonsense. */
final class SecretsServers {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final Tomcat tomcat = new Tomcat();
    private final HttpServer jdk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ServerSocket nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    SecretsServers() throws Exception {
        startTomcat();
        startNetty();
        jdk.setExecutor(threads);
        jdk.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange.getRequestURI().getPath(), jdk.getAddress().getPort());
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        jdk.start();
        ports.put("jdk", jdk.getAddress().getPort());
        threads.execute(this::answerNonsense);
    }

    /** By the server's name. */
    Map<String, Integer> ports() {
        return ports;
    }

    int nonsensePort() {
        return nonsense.getLocalPort();
    }

    private static final class Answer {
        final int status;
        final String body;
        final Map<String, String> headers = new TreeMap<>();

        Answer(int status, String body) {
            this.status = status;
            this.body = body;
            headers.put("Set-Cookie", "sid=" + SecretsApp.secret("setcookie"));
            headers.put("X-Secret", SecretsApp.secret("responseheader"));
        }
    }

    private static Answer answer(String path, int port) {
        if (path.startsWith("/throw")) {
            throw new IllegalStateException(SecretsApp.secret("exception"));
        }
        if (path.startsWith("/moved")) {
            Answer moved = new Answer(302, "");
            String user = path.startsWith("/moved-user") ? SecretsApp.secret("locationuser") + "@" : "";
            moved.headers.put(
                    "Location",
                    "http://" + user + "127.0.0.1:" + port + "/items;m=" + SecretsApp.secret("locationmatrix")
                            + "/2?token=" + SecretsApp.secret("location") + "#"
                            + SecretsApp.secret("locationfragment"));
            return moved;
        }
        return new Answer(200, SecretsApp.secret("answer"));
    }

    public static final class Servlet extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            request.getParameter("token");
            Answer answer = answer(request.getPathInfo(), request.getLocalPort());
            answer.headers.forEach(response::setHeader);
            response.setStatus(answer.status);
            response.getWriter().print(answer.body);
        }
    }

    private void startTomcat() throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory(Path.of("target"), "tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "secrets", new Servlet());
        context.addServletMappingDecoded("/*", "secrets");
        tomcat.getConnector();
        tomcat.start();
        ports.put("tomcat", tomcat.getConnector().getLocalPort());
    }

    private void startNetty() throws Exception {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(100_000), new NettyAnswers());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        ports.put("netty", ((InetSocketAddress) server.localAddress()).getPort());
    }

    private static final class NettyAnswers extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            Answer answer = answer(request.uri(), ((InetSocketAddress) context.channel().localAddress()).getPort());
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status),
                    Unpooled.copiedBuffer(answer.body, StandardCharsets.UTF_8));
            answer.headers.forEach(response.headers()::set);
            response.headers().set("content-length", response.content().readableBytes());
            context.writeAndFlush(response);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR))
                    .addListener(done -> context.close());
        }
    }

    private void answerNonsense() {
        while (!nonsense.isClosed()) {
            try (Socket client = nonsense.accept()) {
                client.getInputStream().read(new byte[1_000]);
                String text = SecretsApp.secret("statusline") + " " + SecretsApp.secret("reason") + "\r\n\r\n";
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException over) {
                // The next one.
            }
        }
    }

    void stop() throws Exception {
        nonsense.close();
        jdk.stop(0);
        tomcat.stop();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
        threads.shutdownNow();
    }
}
