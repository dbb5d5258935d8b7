package dev.kneeline.benchmarks;

import dev.kneeline.sim.SimServer;
import dev.kneeline.sim.WriteLogReader;
import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Bar: the simulated server with a metronome writes 60,000 token events a second over 5,000 open
/// streams from one thread, each within 1 ms of its instant (99 %).
///
/// The server's own write log is the measurement; the client only reads and drops.
public final class SimWriteBar {

  private static final int STREAMS = 5000;
  private static final double TTFT_MILLIS = 3000;
  private static final double ITL_MILLIS = 80;
  private static final int TOKENS = 125;

  private SimWriteBar() {}

  public static void main(String[] arguments) throws Exception {
    Path log = Files.createTempFile("kneeline-writes", ".bin");
    String fixed = "%s,%s,%d".formatted(TTFT_MILLIS, ITL_MILLIS, TOKENS);
    try (SimServer server =
            SimServer.start(
                "--port",
                "0",
                "--fixed",
                fixed,
                "--engine",
                "plain",
                "--log-writes",
                log.toString());
        Loop loop = Loops.best()) {
      Thread.sleep(500);
      new Client(loop, server.port()).run();
      System.out.printf(
          "server thread: %.2f s of CPU, %.2f µs an event%n",
          cpuSeconds("sim-" + server.port()),
          cpuSeconds("sim-" + server.port()) * 1e6 / (STREAMS * TOKENS));
    }
    report(log);
    Files.delete(log);
  }

  /// Opens all streams, one every 16 µs so that their metronomes do not tick together, and reads.
  private static final class Client implements ConnectionHandler {

    private static final byte[] END = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop;
    private final InetSocketAddress server;
    private int open = STREAMS;

    private Client(Loop loop, int port) {
      this.loop = loop;
      this.server = new InetSocketAddress("127.0.0.1", port);
    }

    private void run() {
      long start = System.nanoTime();
      for (int stream = 0; stream < STREAMS; stream++) {
        loop.schedule(
            new dev.kneeline.wire.Timer() {
              @Override
              protected void fire(long nowNanos) {
                send(loop.connect(server, Client.this));
              }
            },
            start + stream * 200_000L);
      }
      loop.run();
    }

    private static void send(Connection connection) {
      String body = "{\"prompt\":\"a b c\",\"stream\":true,\"max_tokens\":%d}".formatted(TOKENS);
      byte[] request =
          "POST /v1/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s"
              .formatted(body.length(), body)
              .getBytes(StandardCharsets.US_ASCII);
      connection.write(request, 0, request.length);
    }

    @Override
    public void received(Connection connection, byte[] bytes, int length, long stampNanos) {
      // The bytes are not looked at: the server's log tells when they were written.
    }

    @Override
    public void closed(Connection connection, Closing closing) {
      open--;
      if (open == 0) {
        loop.stop();
      }
    }
  }

  /// On a busy machine the thread's own time tells what a free core would carry.
  private static double cpuSeconds(String thread) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().equals(thread)) {
        return threads.getThreadCpuTime(id) / 1e9;
      }
    }
    return Double.NaN;
  }

  private static void report(Path log) throws IOException {
    Map<Integer, long[]> nextOf = new HashMap<>();
    long[] lags = new long[STREAMS * TOKENS];
    int[] count = {0};
    long[] span = {Long.MAX_VALUE, 0};
    WriteLogReader.read(
        log,
        new WriteLogReader.Listener() {
          @Override
          public void arrived(long nanos, int request, String requestId) {
            nextOf.put(request, new long[] {nanos + (long) (TTFT_MILLIS * 1e6)});
          }

          @Override
          public void wrote(long nanos, int request, int tokens) {
            long[] due = nextOf.get(request);
            if (tokens > 0) {
              lags[count[0]++] = nanos - due[0];
              due[0] += (long) (ITL_MILLIS * 1e6);
              span[0] = Math.min(span[0], nanos);
              span[1] = Math.max(span[1], nanos);
            }
          }
        });
    long[] sorted = Arrays.copyOf(lags, count[0]);
    Arrays.sort(sorted);
    System.out.printf(
        "%d events over %.2f s: %.0f a second; write lag p50 %.3f ms, p99 %.3f ms, most %.3f ms%n",
        count[0],
        (span[1] - span[0]) / 1e9,
        count[0] / ((span[1] - span[0]) / 1e9),
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }
}
