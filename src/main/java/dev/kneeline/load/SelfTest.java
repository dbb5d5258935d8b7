package dev.kneeline.load;

import dev.kneeline.space.Value;
import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Listener;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import dev.kneeline.wire.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Measures what one event loop of this machine can do, with a server beside it on another thread:
/// the processor time of a request and of an event, whose inverse is the ceiling. Processor time,
/// not the clock's, so that a busy machine gives the same answer as an idle one.
public final class SelfTest {

  /// Enough for the fastest machine to be busy for longer than what the watch calls a run.
  private static final int REQUESTS = 60_000;

  private static final int STREAMS = 100;
  private static final int EVENTS = 250;
  private static final long EVENT_GAP_NANOS = 5_000_000;
  private static final double LEAST_SHARE = 0.01;

  private SelfTest() {}

  /// Takes two to five seconds.
  ///
  /// @return empty where this system does not tell the processor time of a thread
  /// @throws LoadException when the two cannot talk to each other
  public static Optional<Ceiling> measure() throws LoadException {
    try (Server server = new Server()) {
      LoadResult tiny = run(server.port(), REQUESTS, 64, 1);
      if (tiny.client().number("load_thread_cpu_share") < LEAST_SHARE) {
        return Optional.empty();
      }
      double perRequest = busySeconds(tiny) / REQUESTS;
      LoadResult streams = run(server.port(), STREAMS, STREAMS, EVENTS);
      double perEvent = (busySeconds(streams) - STREAMS * perRequest) / ((double) STREAMS * EVENTS);
      return perEvent > 0
          ? Optional.of(new Ceiling(1 / perRequest, 1 / perEvent))
          : Optional.empty();
    } catch (IOException failure) {
      throw new LoadException("the self-test cannot listen: " + failure.getMessage(), "try again");
    }
  }

  private static double busySeconds(LoadResult result) {
    return result.client().number("load_thread_cpu_share") * result.window().seconds();
  }

  private static LoadResult run(int port, int requests, int width, int tokens)
      throws LoadException {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("port", Value.of(port));
    values.put("model", Value.of("self-test"));
    values.put("prompt-token-ids", Value.of(true));
    values.put("server-metrics", Value.of(false));
    values.put("random-input-len", Value.of(16));
    values.put("random-output-len", Value.of(tokens));
    values.put("num-prompts", Value.of(requests));
    values.put("max-concurrency", Value.of(width));
    return LoadRun.execute(LoadOptions.of(values), LoadListener.none());
  }

  /// Answers with one token at once, or with many at a pace.
  private static final class Server implements AutoCloseable {
    private final Loop loop = Loops.best();
    private final Listener listener;
    private final Thread thread;

    Server() throws IOException {
      InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      listener = loop.listen(free, 256, Answers::new);
      thread = Thread.ofPlatform().daemon().name("kneeline-self-test").start(loop::run);
    }

    int port() {
      return listener.port();
    }

    @Override
    public void close() {
      loop.stop();
      try {
        thread.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      loop.close();
    }

    /// A request here fits into one read, and says by its length limit which answer it wants.
    private final class Answers extends Timer implements ConnectionHandler {
      private final Connection connection;
      private int left;

      Answers(Connection connection) {
        this.connection = connection;
      }

      @Override
      public void received(Connection from, byte[] bytes, int length, long stampNanos) {
        boolean many = StubAnswer.asksFor(EVENTS, bytes, length);
        if (many) {
          left = EVENTS;
          write(StubAnswer.HEAD);
          loop.schedule(this, System.nanoTime() + EVENT_GAP_NANOS);
        } else {
          write(StubAnswer.WHOLE);
        }
      }

      @Override
      protected void fire(long nowNanos) {
        left--;
        write(left == 0 ? StubAnswer.END : StubAnswer.EVENT);
        if (left > 0) {
          loop.schedule(this, dueNanos() + EVENT_GAP_NANOS);
        }
      }

      private void write(byte[] bytes) {
        connection.write(bytes, 0, bytes.length);
      }

      @Override
      public void closed(Connection gone, Closing closing) {
        loop.cancel(this);
      }
    }
  }
}
