package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.TlsConnection;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The connections to one server. The one that was idle for the shortest time is used first.
final class ConnectionPool {

  /// Hears what becomes of requests.
  interface Owner {
    /// The request has been written.
    void sent(Exchange exchange);

    void firstToken(Exchange exchange);

    void heard(int events);

    void finished(Exchange exchange, Outcome outcome, String text);
  }

  private final Loop loop;
  private final Target target;
  private final InetSocketAddress remote;

  /// Only where it is used: loading TLS takes a tenth of a second.
  private final Optional<SSLContext> tls;

  private final boolean mustFill;
  private final boolean keepTexts;
  private Meter meter;
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private final List<ClientConnection> all = new ArrayList<>();
  private Owner owner;

  ConnectionPool(Loop loop, LoadOptions options, Meter meter) {
    this.loop = loop;
    this.target = options.target();
    this.remote = target.address();
    this.tls = target.isTls() ? Optional.of(target.trust().context()) : Optional.empty();
    this.mustFill = options.body().mustFill();
    this.keepTexts = options.reporting().keepTexts() || options.workload().dataset().hasTurns();
    this.meter = meter;
    this.owner = new Nobody();
  }

  Loop loop() {
    return loop;
  }

  Meter meter() {
    return meter;
  }

  /// A connection under TLS where the target's scheme asks for it.
  Connection connect(ConnectionHandler handler) {
    if (tls.isEmpty()) {
      return loop.connect(remote, handler);
    }
    return TlsConnection.connect(loop, remote, target.base().getHost(), tls.get(), handler);
  }

  /// From now on that one hears.
  void owner(Owner next) {
    owner = next;
  }

  /// From now on the client's notes go there: those of warm-up are no part of the run's.
  void meter(Meter next) {
    meter = next;
  }

  /// Begins to open a connection for later; what cannot be opened now is tried again when it is
  /// needed.
  void open() {
    try {
      add();
    } catch (UncheckedIOException noSocket) {
      // The request that needs it will fail with this reason.
    }
  }

  int idleCount() {
    return idle.size();
  }

  int connectingCount() {
    int count = 0;
    for (ClientConnection each : all) {
      count += each.isConnected() ? 0 : 1;
    }
    return count;
  }

  /// Sends it on an idle connection, or on a new one.
  void send(Exchange exchange) {
    ClientConnection free = idle.pollLast();
    if (free != null) {
      free.take(exchange);
    } else {
      sendOnFresh(exchange);
    }
  }

  /// A reused connection died before the answer began: the request is tried once more on a fresh
  /// one, since the server had closed it before it could have seen the request.
  void sendAgain(Exchange exchange) {
    meter.resentOnFresh++;
    exchange.sendAgain();
    sendOnFresh(exchange);
  }

  /// Without a file descriptor left there is no connection; that is the request's failure, and told
  /// from the loop so that a caller in the middle of a round is not called back.
  private void sendOnFresh(Exchange exchange) {
    try {
      add().take(exchange);
    } catch (UncheckedIOException noSocket) {
      String message = String.valueOf(noSocket.getMessage());
      loop.post(() -> finished(exchange, Exchange.failed(FailureClass.CONNECT, 0, message), ""));
    }
  }

  /// Closes every connection.
  void close() {
    while (!all.isEmpty()) {
      all.getLast().drop();
    }
  }

  void checkTimes(long nowNanos, Deadlines deadlines) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (i < all.size()) {
        all.get(i).checkTime(nowNanos, deadlines);
      }
    }
  }

  /// Every connection with an exchange on it.
  List<ClientConnection> busy() {
    return all.stream().filter(ClientConnection::isBusy).toList();
  }

  void idle(ClientConnection connection) {
    idle.addLast(connection);
  }

  /// The connection is gone. The last one takes its place, so that this costs the same however many
  /// there are.
  void forget(ClientConnection gone) {
    idle.remove(gone);
    int slot = gone.slot;
    if (slot >= 0 && slot < all.size() && all.get(slot) == gone) {
      ClientConnection last = all.removeLast();
      if (last != gone) {
        all.set(slot, last);
        last.slot = slot;
      }
      gone.slot = -1;
    }
  }

  void sent(Exchange exchange) {
    owner.sent(exchange);
  }

  void firstToken(Exchange exchange) {
    owner.firstToken(exchange);
  }

  void heard(int events, long lagNanos) {
    meter.read(events, lagNanos);
    owner.heard(events);
  }

  void finished(Exchange exchange, Outcome outcome, String text) {
    if (exchange.usedPromptTokens != ReplyReader.UNKNOWN) {
      meter.promptCounted(exchange.request.inputTokens(), exchange.usedPromptTokens);
    }
    owner.finished(exchange, outcome, text);
  }

  private ClientConnection add() {
    ClientConnection connection = new ClientConnection(this, new ReplyStream(mustFill, keepTexts));
    connection.slot = all.size();
    all.add(connection);
    return connection;
  }

  /// Before the first phase nothing is sent, so nothing is heard.
  private static final class Nobody implements Owner {
    @Override
    public void sent(Exchange exchange) {}

    @Override
    public void firstToken(Exchange exchange) {}

    @Override
    public void heard(int events) {}

    @Override
    public void finished(Exchange exchange, Outcome outcome, String text) {}
  }
}
