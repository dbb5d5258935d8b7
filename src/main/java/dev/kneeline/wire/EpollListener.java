package dev.kneeline.wire;

import java.io.IOException;
import java.util.function.Function;

/// A socket of the epoll loop that accepts.
final class EpollListener extends EpollLoop.Ready implements Listener {

  private final EpollLoop loop;
  private final int socket;
  private final int port;
  private final Function<Connection, ConnectionHandler> accept;
  private boolean open = true;

  EpollListener(
      EpollLoop loop, int socket, int port, Function<Connection, ConnectionHandler> accept) {
    this.loop = loop;
    this.socket = socket;
    this.port = port;
    this.accept = accept;
  }

  @Override
  public int port() {
    return port;
  }

  /// Takes whoever waits. With no descriptor left they go on waiting in the backlog.
  @Override
  void ready(int mask) {
    while (open) {
      long accepted = loop.accept(socket);
      if (accepted < 0) {
        return;
      }
      EpollConnection connection = new EpollConnection(loop, (int) accepted, accept);
      try {
        connection.accepted();
      } catch (IOException failure) {
        connection.close();
      }
    }
  }

  @Override
  void discard() {
    close();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      loop.release(socket);
    }
  }
}
