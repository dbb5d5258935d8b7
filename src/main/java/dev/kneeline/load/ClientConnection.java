package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import org.jspecify.annotations.Nullable;

/// One connection to the server and the exchange it is in, if any.
final class ClientConnection implements ConnectionHandler {

  private final ConnectionPool pool;
  private final ReplyStream stream;
  private final Connection connection;
  private final long askedNanos;
  private @Nullable Exchange exchange;
  private boolean connected;
  private boolean served;
  private long heardNanos;

  /// Place in the pool's list of connections.
  int slot;

  ClientConnection(ConnectionPool pool, ReplyStream stream) {
    this.pool = pool;
    this.stream = stream;
    this.askedNanos = System.nanoTime();
    this.connection = pool.connect(this);
  }

  boolean isConnected() {
    return connected;
  }

  boolean isBusy() {
    return exchange != null;
  }

  /// Sends the exchange's request, at once or as soon as the connection is there.
  void take(Exchange next) {
    exchange = next;
    stream.begin(next);
    if (connected) {
      send(next, System.nanoTime());
    }
  }

  private void send(Exchange next, long nowNanos) {
    next.sentNanos = nowNanos;
    heardNanos = nowNanos;
    LoadRequest request = next.request;
    connection.write(request.bytes(), request.from(), request.length());
    pool.sent(next);
  }

  @Override
  public void connected(Connection made, long nanos) {
    connected = true;
    pool.meter().connectionsOpened++;
    pool.meter().connect.record(nanos - askedNanos);
    Exchange waiting = exchange;
    if (waiting == null) {
      pool.idle(this);
    } else {
      waiting.connectNanos = nanos - askedNanos;
      send(waiting, System.nanoTime());
    }
  }

  @Override
  public void received(Connection from, byte[] bytes, int length, long stampNanos) {
    Exchange now = exchange;
    if (now == null) {
      drop();
      return;
    }
    boolean first = now.events() == 0;
    heardNanos = connection.readNanos();
    Outcome outcome = stream.feed(bytes, length, stampNanos);
    int events = stream.eventsOfRead();
    if (events > 0) {
      pool.heard(events, heardNanos - stampNanos);
      if (first) {
        pool.firstToken(now);
      }
    }
    if (outcome != null) {
      end(now, outcome);
    }
  }

  @Override
  public void closed(Connection gone, Closing closing) {
    pool.forget(this);
    Exchange now = exchange;
    exchange = null;
    if (now == null) {
      return;
    }
    if (closing instanceof Closing.Unconnected(String message)) {
      pool.finished(now, Exchange.failed(FailureClass.CONNECT, 0, message), stream.text());
    } else if (served && !stream.hasBegun() && now.mayBeSentAgain()) {
      pool.sendAgain(now);
    } else {
      pool.finished(now, stream.cut(closing), stream.text());
    }
  }

  /// Ends the exchange when it has taken too long.
  void checkTime(long nowNanos, Deadlines deadlines) {
    Exchange now = exchange;
    if (now == null) {
      return;
    }
    if (!connected) {
      if (nowNanos - askedNanos > deadlines.connectNanos()) {
        abort(FailureClass.CONNECT, "no connection within " + deadlines.connect());
      }
    } else if (nowNanos - now.sentNanos > deadlines.requestNanos()) {
      abort(
          FailureClass.TIMEOUT,
          "no end within %s, after %d token events".formatted(deadlines.request(), now.events()));
    } else if (now.events() > 0 && nowNanos - heardNanos > deadlines.stallNanos()) {
      abort(
          FailureClass.TIMEOUT,
          "silence of %s after %d token events".formatted(deadlines.stall(), now.events()));
    }
  }

  /// Gives the exchange up and cuts the connection, since what comes on it would be of the old
  /// answer.
  void abort(FailureClass kind, String message) {
    Exchange now = exchange;
    exchange = null;
    drop();
    if (now != null) {
      pool.finished(now, Exchange.failed(kind, 0, message), stream.text());
    }
  }

  void drop() {
    connection.close();
    pool.forget(this);
  }

  private void end(Exchange now, Outcome outcome) {
    exchange = null;
    served = true;
    if (stream.keepsAlive() && connection.isOpen()) {
      pool.idle(this);
    } else {
      drop();
    }
    pool.finished(now, outcome, stream.text());
  }
}
