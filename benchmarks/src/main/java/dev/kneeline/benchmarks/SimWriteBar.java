package dev.kneeline.benchmarks;

import dev.kneeline.sim.WriteLogReader;
import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import dev.kneeline.wire.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Bar: the simulated server with a metronome writes 60,000 token events a second over 5,000 open
/// streams from one thread, each within 1 ms of its instant (99 %).
///
/// The server is a process of its own, started by the launcher behind the words that are given
/// (`SimWriteBar taskset -c 0` keeps it on one core). Its own write log is the measurement; the
/// client only reads and drops. Rate and lags are told of the time in which every stream writes, the
/// lags also from the first event to the last.
public final class SimWriteBar {

  private static final int STREAMS = 5000;
  private static final long TTFT_NANOS = 3_000_000_000L;
  private static final long ITL_NANOS = 83_000_000L;
  private static final int TOKENS = 125;

  /// Between two starts: 13 times the 16.6 µs that 83 ms have for each of 5,000 streams, so that no
  /// two metronomes tick together.
  private static final long START_GAP_NANOS = 13 * ITL_NANOS / STREAMS;

  private SimWriteBar() {}

  public static void main(String[] prefix) throws Exception {
    Path log = Files.createTempFile("kneeline-writes", ".bin");
    Process server = start(List.of(prefix), log);
    try (Loop loop = Loops.best()) {
      new Client(loop, port(server)).run();
      server.toHandle().info().totalCpuDuration().ifPresent(SimWriteBar::printCpu);
      printWaiting(server.pid());
    } finally {
      server.destroy();
      server.waitFor();
    }
    report(log);
    Files.delete(log);
  }

  private static Process start(List<String> prefix, Path log) throws IOException {
    String fixed = "%d,%d,%d".formatted(TTFT_NANOS / 1_000_000, ITL_NANOS / 1_000_000, TOKENS);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("../kneeline", "sim", "--engine", "plain", "--port", "0"));
    command.addAll(List.of("--fixed", fixed, "--log-writes", log.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The port stands at the end of the line that tells where the server is.
  private static int port(Process server) throws IOException {
    String line = server.inputReader().readLine();
    if (line == null) {
      throw new IOException("the server did not start");
    }
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /// On a busy machine the processor's time tells what a free core would carry.
  private static void printCpu(Duration cpu) {
    System.out.printf(
        "server: %.2f s of CPU with its start, %.2f µs an event%n",
        cpu.toNanos() / 1e9, cpu.toNanos() / 1e3 / (STREAMS * TOKENS));
  }

  /// How long the loop could have run and did not get its core, which no server can make good.
  private static void printWaiting(long pid) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.isDirectory(tasks)) {
      return;
    }
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("comm")).startsWith("sim-")) {
          String[] times = Files.readString(thread.resolve("schedstat")).split(" ");
          System.out.printf(
              "its loop ran for %.2f s and waited %.3f s for the core%n",
              Long.parseLong(times[0]) / 1e9, Long.parseLong(times[1]) / 1e9);
        }
      }
    }
  }

  /// Opens all streams, one at a time, and reads what comes.
  private static final class Client implements ConnectionHandler {

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
            new Timer() {
              @Override
              protected void fire(long nowNanos) {
                send(loop.connect(server, Client.this));
              }
            },
            start + stream * START_GAP_NANOS);
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

  private static void report(Path log) throws IOException {
    Writes writes = new Writes();
    WriteLogReader.read(log, writes);
    double seconds = (writes.firstEnd - writes.lastBegin) / 1e9;
    long[] open = writes.lags(writes.lastBegin, writes.firstEnd);
    System.out.printf(
        "%d events; %.0f a second over the %.2f s in which all streams wrote%n",
        writes.count, open.length / seconds, seconds);
    print("in which", open);
    print("from first to last", writes.lags(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static void print(String when, long[] lags) {
    Arrays.sort(lags);
    long inTime = Arrays.stream(lags).filter(lag -> lag < 1_000_000).count();
    System.out.printf(
        "%s: write lag p50 %.3f ms, p99 %.3f ms, most %.3f ms; %.2f %% within 1 ms%n",
        when,
        quantile(lags, 0.5),
        quantile(lags, 0.99),
        quantile(lags, 1),
        100.0 * inTime / lags.length);
  }

  private static double quantile(long[] sorted, double q) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * q))] / 1e6;
  }

  /// Lateness of each event against its stream's absolute schedule.
  private static final class Writes implements WriteLogReader.Listener {

    private final Map<Integer, long[]> nextOf = new HashMap<>();
    private final long[] lags = new long[STREAMS * TOKENS];
    private final long[] instants = new long[STREAMS * TOKENS];
    private int count;
    private long lastBegin = Long.MIN_VALUE;
    private long firstEnd = Long.MAX_VALUE;

    /// Of the events that were written from one instant to another.
    private long[] lags(long fromNanos, long toNanos) {
      return IntStream.range(0, count)
          .filter(event -> instants[event] >= fromNanos && instants[event] < toNanos)
          .mapToLong(event -> lags[event])
          .toArray();
    }

    @Override
    public void arrived(long nanos, int request, String requestId) {
      nextOf.put(request, new long[] {nanos + TTFT_NANOS});
      lastBegin = Math.max(lastBegin, nanos + TTFT_NANOS);
      firstEnd = Math.min(firstEnd, nanos + TTFT_NANOS + (TOKENS - 1) * ITL_NANOS);
    }

    @Override
    public void wrote(long nanos, int request, int tokens) {
      long[] due = nextOf.get(request);
      if (tokens > 0) {
        instants[count] = nanos;
        lags[count++] = nanos - due[0];
        due[0] += ITL_NANOS;
      }
    }
  }
}
