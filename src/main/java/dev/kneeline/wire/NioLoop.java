package dev.kneeline.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/// The loop for every platform: a selector, and `nanoTime` after each read.
final class NioLoop extends BaseLoop {

  /// `Selector.select` knows milliseconds only, so the last stretch before a timer is polled. A
  /// wait of 1 ms was seen to return up to 0.15 ms late.
  private static final long POLL_NANOS = 1_200_000;

  private static final long MILLI = 1_000_000;

  final Selector selector;
  final ByteBuffer reading = ByteBuffer.allocateDirect(READ_BYTES);
  final ByteBuffer writing = ByteBuffer.allocateDirect(READ_BYTES);
  final byte[] bytes = new byte[READ_BYTES];

  NioLoop() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("no selector", failure);
    }
  }

  @Override
  public StampSource stamps() {
    return StampSource.READER;
  }

  @Override
  public Connection connect(InetSocketAddress remote, ConnectionHandler handler) {
    SocketChannel channel;
    try {
      channel = SocketChannel.open();
    } catch (IOException outOfDescriptors) {
      throw new UncheckedIOException(
          "no socket: " + outOfDescriptors.getMessage(), outOfDescriptors);
    }
    NioConnection connection = new NioConnection(this, channel);
    connection.handler(handler);
    connection.connect(remote);
    return connection;
  }

  @Override
  public Listener listen(
      InetSocketAddress local, int backlog, Function<Connection, ConnectionHandler> accept)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(local, backlog);
      channel.configureBlocking(false);
      NioListener listener = new NioListener(this, channel, accept);
      channel.register(selector, SelectionKey.OP_ACCEPT, listener);
      return listener;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  @Override
  void enter() {}

  @Override
  void wake() {
    try {
      selector.wakeup();
    } catch (ClosedSelectorException afterTheEnd) {
      // A task posted to a loop that has closed is not run.
    }
  }

  @Override
  void serve(long untilNanos) {
    try {
      if (untilNanos == Long.MAX_VALUE) {
        selector.select(NioLoop::deliver);
        return;
      }
      long left = untilNanos == 0 ? 0 : untilNanos - System.nanoTime();
      if (left < POLL_NANOS + MILLI) {
        selector.selectNow(NioLoop::deliver);
      } else {
        selector.select(NioLoop::deliver, (left - POLL_NANOS) / MILLI);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the selector failed", failure);
    }
  }

  @Override
  public void close() {
    if (!selector.isOpen()) {
      return;
    }
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("closing the loop", failure);
    }
  }

  private static void deliver(SelectionKey key) {
    if (key.attachment() instanceof NioConnection connection) {
      connection.ready(key);
    } else if (key.attachment() instanceof NioListener listener) {
      listener.ready();
    }
  }

  private record NioListener(
      NioLoop loop, ServerSocketChannel channel, Function<Connection, ConnectionHandler> accept)
      implements Listener {

    @Override
    public int port() {
      return channel.socket().getLocalPort();
    }

    @Override
    public void close() {
      NioConnection.closeQuietly(channel);
    }

    void ready() {
      try {
        SocketChannel accepted;
        while ((accepted = channel.accept()) != null) {
          NioConnection connection = new NioConnection(loop, accepted);
          connection.handler(accept.apply(connection));
          connection.accepted();
        }
      } catch (IOException outOfDescriptors) {
        // The caller waits in the backlog; the next round tries again.
      }
    }
  }
}
