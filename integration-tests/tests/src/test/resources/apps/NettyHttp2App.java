// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** HTTP/2 in clear text, with a channel for each stream. */
public class NettyHttp2App {
    public static void main(String[] arguments) throws Exception {
        Items.create();
        NettyApp.serve(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                NettyApp.CHANNELS.add(channel);
                HttpServerCodec codec = new HttpServerCodec();
                channel.pipeline().addLast(codec);
                channel.pipeline()
                        .addLast(new HttpServerUpgradeHandler(
                                codec,
                                protocol -> new Http2ServerUpgradeCodec(
                                        Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(new Stream())),
                                65_536));
                NettyApp.addAnswers(channel);
            }
        });
    }

    private static final class Stream extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
            NettyApp.addAnswers(stream);
        }
    }
}
