package dev.kneeline.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection of the selector's loop.
final class NioConnection extends Connection {

  private final NioLoop loop;
  private final SocketChannel channel;
  private @Nullable ConnectionHandler handler;
  private @Nullable SelectionKey key;

  /// Our own, because a channel closes itself when its connect fails, and somebody is to hear of
  /// that.
  private boolean open = true;

  private boolean connecting;
  private boolean finishing;

  NioConnection(NioLoop loop, SocketChannel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  void handler(ConnectionHandler hears) {
    handler = hears;
  }

  /// Failures are told from inside the loop, never from inside this call: the caller has no
  /// connection yet.
  void connect(InetSocketAddress remote) {
    connecting = true;
    try {
      prepare();
      if (remote.isUnresolved()) {
        throw new IOException("unknown host " + remote.getHostString());
      }
      if (channel.connect(remote)) {
        loop.post(this::established);
      } else {
        key = channel.register(loop.selector, SelectionKey.OP_CONNECT, this);
      }
    } catch (IOException | RuntimeException failure) {
      loop.post(() -> lost(failure));
    }
  }

  void accepted() {
    if (!isOpen()) {
      return;
    }
    try {
      prepare();
      key = channel.register(loop.selector, SelectionKey.OP_READ, this);
      wantWritable(pendingBytes() > 0);
    } catch (IOException failure) {
      lost(failure);
    }
  }

  private void prepare() throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  void ready(SelectionKey selected) {
    try {
      if (selected.isConnectable() && channel.finishConnect()) {
        established();
      }
      if (isOpen() && selected.isReadable()) {
        read();
      }
      if (isOpen() && selected.isWritable() && pendingBytes() > 0) {
        drain();
      }
    } catch (IOException failure) {
      lost(failure);
    } catch (CancelledKeyException closedByTheHandler) {
      // A handler earlier in this round closed us.
    }
  }

  private void established() {
    if (!isOpen()) {
      return;
    }
    try {
      connecting = false;
      key = channel.register(loop.selector, SelectionKey.OP_READ, this);
      wantWritable(pendingBytes() > 0);
      hears().connected(this, System.nanoTime());
    } catch (IOException failure) {
      lost(failure);
    }
  }

  private void read() throws IOException {
    int length;
    do {
      loop.reading.clear();
      length = channel.read(loop.reading);
      long now = System.nanoTime();
      if (length < 0) {
        close();
        hears().closed(this, new Closing.Ended());
        return;
      }
      if (length > 0) {
        loop.reading.get(0, loop.bytes, 0, length);
        readAt(now);
        hears().received(this, loop.bytes, length, now);
      }
    } while (length == BaseLoop.READ_BYTES && isOpen());
  }

  private void drain() throws IOException {
    if (flush()) {
      if (finishing) {
        channel.shutdownOutput();
      }
      hears().drained(this);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    closeQuietly(channel);
    dropPending();
  }

  @Override
  public void finish() {
    finishing = true;
    if (pendingBytes() == 0 && isOpen() && !connecting) {
      try {
        channel.shutdownOutput();
      } catch (IOException alreadyCut) {
        close();
      }
    }
  }

  @Override
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException alreadyCut) {
      // Then it needs no reset.
    }
    close();
  }

  @Override
  int send(byte[] bytes, int from, int length) {
    if (connecting || key == null) {
      return 0;
    }
    int sent = 0;
    try {
      while (sent < length) {
        int part = Math.min(length - sent, BaseLoop.READ_BYTES);
        loop.writing.clear().put(bytes, from + sent, part).flip();
        int taken = channel.write(loop.writing);
        sent += taken;
        if (taken < part) {
          break;
        }
      }
      return sent;
    } catch (IOException failure) {
      loop.post(() -> lost(failure));
      return -1;
    }
  }

  @Override
  void wantWritable(boolean want) {
    SelectionKey registered = key;
    if (registered != null && registered.isValid() && !connecting) {
      registered.interestOps(
          want ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
  }

  private void lost(Exception failure) {
    if (!isOpen()) {
      return;
    }
    close();
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    hears()
        .closed(this, connecting ? new Closing.Unconnected(message) : new Closing.Broken(message));
  }

  private ConnectionHandler hears() {
    return Objects.requireNonNull(handler, "a connection without a handler");
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyGone) {
      // Nothing is left to do for a socket that will not even close.
    }
  }
}
