package dev.kneeline.wire;

import dev.kneeline.wire.LinuxCalls.Call;
import dev.kneeline.wire.LinuxCalls.SocketOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/// A connection of the epoll loop.
final class EpollConnection extends Connection {

  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_WR = 1;

  private final EpollLoop loop;
  private final int socket;
  private final ConnectionHandler handler;
  private final EpollLoop.Ready events = new Events();
  private boolean open = true;
  private boolean connecting;
  private boolean registered;
  private boolean finishing;

  /// One that is to be connected.
  EpollConnection(EpollLoop loop, int socket, ConnectionHandler handler, boolean connecting) {
    this.loop = loop;
    this.socket = socket;
    this.handler = handler;
    this.connecting = connecting;
  }

  /// One that was accepted.
  EpollConnection(EpollLoop loop, int socket, Function<Connection, ConnectionHandler> accept) {
    this.loop = loop;
    this.socket = socket;
    this.handler = accept.apply(this);
  }

  /// Failures are told from inside the loop, never from inside this call: the caller has no
  /// connection yet.
  void connect(InetSocketAddress remote) {
    if (remote.isUnresolved()) {
      loop.post(() -> lost("unknown host " + remote.getHostString()));
      return;
    }
    loop.prepare(socket);
    if (remote.getAddress().isLoopbackAddress()) {
      loop.sendUnpaced(socket);
    }
    int length = loop.memory.address(remote);
    long result = loop.calls.call(Call.CONNECT, socket, loop.memory.addressAddress(), length);
    if (result < 0 && result != -LinuxCalls.EINPROGRESS) {
      loop.post(() -> lost(LinuxCalls.text(result)));
      return;
    }
    try {
      loop.register(socket, EpollLoop.WRITABLE, events);
      registered = true;
    } catch (IOException failure) {
      loop.post(() -> lost(String.valueOf(failure.getMessage())));
    }
  }

  void accepted() throws IOException {
    if (!open) {
      return;
    }
    loop.prepare(socket);
    loop.sendUnpaced(socket);
    loop.register(socket, EpollLoop.READABLE, events);
    registered = true;
    wantWritable(pendingBytes() > 0);
  }

  private final class Events extends EpollLoop.Ready {
    @Override
    void ready(int mask) {
      if (connecting) {
        established();
      }
      if (open && (mask & (EpollLoop.READABLE | EpollLoop.BROKEN)) != 0) {
        read();
      }
      if (open && (mask & EpollLoop.WRITABLE) != 0 && pendingBytes() > 0) {
        drain();
      }
    }

    @Override
    void discard() {
      close();
    }
  }

  private void established() {
    long value = loop.memory.ints(0, 0);
    loop.calls.option(Call.GETSOCKOPT, socket, SocketOption.ERROR, value, loop.memory.length(4));
    int error = loop.memory.firstInt();
    if (error != 0) {
      lost(LinuxCalls.text(-error));
      return;
    }
    connecting = false;
    wantWritable(pendingBytes() > 0);
    handler.connected(this, System.nanoTime());
  }

  private void read() {
    long length;
    do {
      length = loop.calls.call(Call.RECVMSG, socket, loop.memory.freshHeader(), 0);
      long now = System.nanoTime();
      if (length == -LinuxCalls.EAGAIN || length == -LinuxCalls.EINTR) {
        return;
      }
      if (length <= 0) {
        end(length);
        return;
      }
      readAt(now);
      loop.memory.take(loop.bytes, (int) length);
      handler.received(this, loop.bytes, (int) length, loop.stamp(now));
    } while (length == BaseLoop.READ_BYTES && open);
  }

  private void end(long result) {
    close();
    handler.closed(
        this, result == 0 ? new Closing.Ended() : new Closing.Broken(LinuxCalls.text(result)));
  }

  private void drain() {
    if (flush()) {
      if (finishing) {
        loop.calls.call(Call.SHUTDOWN, socket, SHUT_WR);
      }
      handler.drained(this);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      loop.release(socket);
      dropPending();
    }
  }

  @Override
  public void finish() {
    finishing = true;
    if (open && !connecting && pendingBytes() == 0) {
      loop.calls.call(Call.SHUTDOWN, socket, SHUT_WR);
    }
  }

  @Override
  public void reset() {
    if (open) {
      loop.calls.option(
          Call.SETSOCKOPT, socket, SocketOption.LINGER, loop.memory.ints(1, 0), 2 * Integer.BYTES);
      close();
    }
  }

  @Override
  int send(byte[] bytes, int from, int length) {
    if (connecting) {
      return 0;
    }
    int sent = 0;
    while (sent < length) {
      int part = Math.min(length - sent, BaseLoop.READ_BYTES);
      loop.memory.put(bytes, from + sent, part);
      long taken =
          loop.calls.call(Call.SENDTO, socket, loop.memory.bytesAddress(), part, MSG_NOSIGNAL);
      if (taken < 0 && taken != -LinuxCalls.EAGAIN) {
        loop.post(() -> lost(LinuxCalls.text(taken)));
        return -1;
      }
      sent += (int) Math.max(0, taken);
      if (taken < part) {
        break;
      }
    }
    return sent;
  }

  @Override
  void wantWritable(boolean want) {
    if (open && registered && !connecting) {
      loop.interest(
          socket, want ? EpollLoop.READABLE | EpollLoop.WRITABLE : EpollLoop.READABLE, events);
    }
  }

  private void lost(String message) {
    if (open) {
      close();
      handler.closed(
          this, connecting ? new Closing.Unconnected(message) : new Closing.Broken(message));
    }
  }
}
