// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection on which everything ends at a deadline: connecting, reading and, unlike with a plain socket, writing to
 * a peer that does not read. For one thread; another one may interrupt it, which closes the connection.
 *
 * <p>It is a {@link Socket} only so that TLS can be laid over it. It works on a channel of its own, so a socket factory
 * that the application has set for the whole JVM is never asked.
 */
final class DeadlineSocket extends Socket {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long deadlineNanos;

    private DeadlineSocket(long deadlineNanos) throws IOException {
        super((java.net.SocketImpl) null);
        this.deadlineNanos = deadlineNanos;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            selector = Selector.open();
            key = channel.register(selector, 0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Connects to the first of the host's addresses that answers. */
    static DeadlineSocket connect(String host, int port, long deadlineNanos) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        IOException failure = null;
        for (InetAddress address : addresses) {
            DeadlineSocket socket = new DeadlineSocket(deadlineNanos);
            try {
                socket.connect(new InetSocketAddress(address, port));
                return socket;
            } catch (IOException e) {
                socket.close();
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new ConnectException("no address of " + host) : failure;
    }

    /** Moves the deadline, for the next request. */
    void deadlineNanos(long nanos) {
        deadlineNanos = nanos;
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        if (!channel.connect(address)) {
            do {
                await(SelectionKey.OP_CONNECT, "connect");
            } while (!channel.finishConnect());
        }
    }

    private void await(int operation, String what) throws IOException {
        long remaining = deadlineNanos - System.nanoTime();
        if (remaining <= 0) {
            throw new SocketTimeoutException("timed out (" + what + ")");
        }
        key.interestOps(operation);
        selector.selectedKeys().clear();
        selector.select(Math.max(1, remaining / 1_000_000));
        if (Thread.currentThread().isInterrupted()) {
            throw new SocketException("interrupted");
        }
    }

    private int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        int read = channel.read(buffer);
        while (read == 0 && length > 0) {
            await(SelectionKey.OP_READ, "read");
            read = channel.read(buffer);
        }
        return read;
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (true) {
            channel.write(buffer);
            if (!buffer.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE, "write");
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return DeadlineSocket.this.read(bytes, offset, length);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                DeadlineSocket.this.write(bytes, offset, length);
            }
        };
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread uses it, and the channel is safe by itself
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return isClosed();
    }

    @Override
    public boolean isOutputShutdown() {
        return isClosed();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public InetAddress getInetAddress() {
        return ((InetSocketAddress) getRemoteSocketAddress()).getAddress();
    }

    @Override
    public int getPort() {
        return ((InetSocketAddress) getRemoteSocketAddress()).getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        try {
            SocketAddress address = channel.getRemoteAddress();
            return address == null ? InetSocketAddress.createUnresolved("closed", 0) : address;
        } catch (IOException e) {
            return InetSocketAddress.createUnresolved("closed", 0);
        }
    }

    // TLS sets and reads these; the deadline stands above them.
    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public String toString() {
        return "DeadlineSocket[" + getRemoteSocketAddress() + "]";
    }
}
