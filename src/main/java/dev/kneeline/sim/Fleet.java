package dev.kneeline.sim;

import dev.kneeline.wire.HttpHead;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Timer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The workers behind a router: who there is, and who is well. Asks each for its health once a
/// second.
final class Fleet {

  private static final long SECOND = 1_000_000_000;
  private static final byte[] NO_BODY = new byte[0];

  /// What a worker does.
  enum Role {
    PREFILL,
    DECODE,
    /// Both.
    REGULAR;

    /// By its name in SGLang's flags; anything else is both.
    static Role of(String name) {
      return switch (name) {
        case "prefill" -> PREFILL;
        case "decode" -> DECODE;
        default -> REGULAR;
      };
    }

    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One worker.
  static final class Worker {
    private final String url;
    private final Role role;
    private final InetSocketAddress address;
    private boolean well;

    /// Requests that it is busy with on behalf of this router.
    int busy;

    private Worker(String url, Role role) {
      URI uri = URI.create(url);
      this.url = url;
      this.role = role;
      this.address = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    String url() {
      return url;
    }

    Role role() {
      return role;
    }

    InetSocketAddress address() {
      return address;
    }

    boolean well() {
      return well;
    }
  }

  private final Loop loop;
  private final List<Worker> workers = new ArrayList<>();

  Fleet(Loop loop) {
    this.loop = loop;
  }

  /// A worker joins, and is asked for its health from now on; a known one is left as it is.
  ///
  /// @throws IllegalArgumentException where the address is none
  void add(String url, Role role) {
    if (workers.stream().noneMatch(worker -> worker.url().equals(url))) {
      Worker worker = new Worker(url, role);
      workers.add(worker);
      ask(worker);
    }
  }

  List<Worker> all() {
    return workers;
  }

  /// Those of a role that are well.
  List<Worker> well(Role role) {
    return workers.stream().filter(worker -> worker.well && worker.role == role).toList();
  }

  /// Whether every phase of a request has a worker for it.
  boolean serves() {
    return !well(Role.REGULAR).isEmpty() || split();
  }

  /// Whether prompts and answers have workers of their own.
  boolean split() {
    return !well(Role.PREFILL).isEmpty() && !well(Role.DECODE).isEmpty();
  }

  private void ask(Worker worker) {
    HealthCheck check = new HealthCheck(worker);
    check.asked = Upstream.send(loop, worker.address(), "GET /health HTTP/1.1\r\n", NO_BODY, check);
    loop.schedule(check.patience, System.nanoTime() + 5 * SECOND);
  }

  private void askAgain(Worker worker) {
    loop.schedule(
        new Timer() {
          @Override
          protected void fire(long nowNanos) {
            ask(worker);
          }
        },
        System.nanoTime() + SECOND);
  }

  private final class HealthCheck implements Upstream.Listener {

    private final Worker worker;
    private Upstream asked;
    private int status;

    private final Timer patience =
        new Timer() {
          @Override
          protected void fire(long nowNanos) {
            asked.abandon();
            failed("no answer");
          }
        };

    @SuppressWarnings("NullAway.Init") // The caller sets `asked` before the loop can run.
    private HealthCheck(Worker worker) {
      this.worker = worker;
    }

    @Override
    public void head(HttpHead head) {
      status = head.status();
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
      // The status tells.
    }

    @Override
    public void end() {
      learn(status == 200);
    }

    @Override
    public void failed(String why) {
      learn(false);
    }

    private void learn(boolean well) {
      loop.cancel(patience);
      worker.well = well;
      askAgain(worker);
    }
  }
}
