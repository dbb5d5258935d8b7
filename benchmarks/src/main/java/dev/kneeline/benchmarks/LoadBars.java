package dev.kneeline.benchmarks;

import dev.kneeline.load.ReplayedAnswers;
import dev.kneeline.load.SampleFile;
import dev.kneeline.metric.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// The load generator's bars: a simulated server with a metronome on one core, which logs its
/// writes, the client on another. `LoadBars` measures all, `LoadBars poisson tiny` those two; words
/// behind `--` come before each command (`-- chrt -r 1`). Peers that this machine lacks are named.
public final class LoadBars {

  /// The server is a Java program too: its first thousand answers are slow.
  private static final String WARM_UP = "--num-warmups=1024";

  private static final String[] STREAMS = {
    "--num-prompts=4096", "--max-concurrency=1024", "--random-output-len=64", WARM_UP
  };

  private final List<String> prefix;

  private LoadBars(List<String> prefix) {
    this.prefix = prefix;
  }

  /// One bar's measurement.
  private interface Bar {
    void measure() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    int cut = words.contains("--") ? words.indexOf("--") : words.size();
    LoadBars bars = new LoadBars(words.subList(Math.min(words.size(), cut + 1), words.size()));
    Map<String, Bar> all = new LinkedHashMap<>();
    all.put("tokens", bars::tokens);
    all.put("streams", () -> bars.streams("kernel"));
    all.put("reader", () -> bars.streams("reader"));
    all.put("floor", bars::floor);
    all.put("poisson", bars::poisson);
    all.put("tiny", bars::tiny);
    all.put("start", bars::start);
    all.put("many", bars::many);
    all.put("million", bars::million);
    all.put("loops", bars::loops);
    all.put("compiler", bars::compiler);
    List<String> chosen = cut == 0 ? List.copyOf(all.keySet()) : words.subList(0, cut);
    for (String name : chosen) {
      all.get(name).measure();
    }
  }

  private static void row(String bar, String format, Object... values) {
    System.out.printf("%-8s %s%n", bar, String.format(format, values));
  }

  /// Reported less written.
  private static void errors(String bar, LoadTrial trial, JsonNode result) throws Exception {
    WriteTruth truth = trial.truth((long) figure(result, "completed"));
    row(
        bar,
        "%.0f tok/s; TTFT mean %+.2f ms, ITL p99 %+.2f ms of the server's log; core share %.2f; %s",
        figure(result, "output_throughput"),
        figure(result, "mean_ttft_ms") - truth.meanTtftMillis(),
        figure(result, "p99_itl_ms") - truth.gapMillis(99),
        client(result, "load_thread_cpu_share"),
        result.at("/verdict"));
  }

  /// 600 requests a second of 128 tokens for 8 s.
  private void tokens() throws Exception {
    try (LoadTrial trial = new LoadTrial(prefix, "100,20,128")) {
      JsonNode result =
          trial.load(
              "--num-prompts=4800", "--request-rate=600", "--random-output-len=128", WARM_UP);
      errors("tokens", trial, result);
    }
  }

  private void streams(String stamps) throws Exception {
    try (LoadTrial trial = new LoadTrial(prefix, "100,20,64")) {
      List<String> options = new ArrayList<>(List.of(STREAMS));
      options.add("--stamps=" + stamps);
      JsonNode result = trial.load(options.toArray(String[]::new));
      row(stamps, "memory at 1,024 streams: %.0f MB", trial.peakMegabytes());
      errors(stamps, trial, result);
    }
    if (stamps.equals("kernel")) {
      aiohttp();
    }
  }

  /// Beside it in the same run, but with a server that nobody has warmed: its own log is the truth.

  private void aiohttp() throws Exception {
    try (LoadTrial trial = new LoadTrial(prefix, "100,20,64")) {
      Optional<String> said =
          trial.peer(
              List.of(
                  "/usr/bin/python3", "src/main/python/aiohttp_client.py", "" + trial.port(),
                  "1024", "4096", "64"));
      if (said.isEmpty()) {
        row("aiohttp", "not measured: python3-aiohttp is not installed");
        return;
      }
      String[] numbers = said.get().split(" ");
      WriteTruth truth = trial.truth(4096);
      row(
          "aiohttp",
          "TTFT mean %+.2f ms, ITL p99 %+.2f ms of the server's log; %.0f tok/s",
          Double.parseDouble(numbers[0]) - truth.meanTtftMillis(),
          Double.parseDouble(numbers[1]) - truth.gapMillis(99),
          4096 * 64 / Double.parseDouble(numbers[2]));
    }
  }

  /// Processor time of a token event beside that of a client in C, at the same load.
  private void floor() throws Exception {
    Optional<Path> peer = peer();
    if (peer.isEmpty()) {
      row("floor", "not measured: no gcc");
      return;
    }
    double ours;
    try (LoadTrial trial = new LoadTrial(prefix, "100,20,64")) {
      JsonNode result = trial.load(STREAMS);
      ours =
          client(result, "load_thread_cpu_share")
              * figure(result, "duration")
              / client(result, "token_events");
    }
    try (LoadTrial trial = new LoadTrial(prefix, "100,20,64")) {
      String said =
          trial.peer(List.of(peer.get().toString(), "" + trial.port(), "1024", "4096", "64"))
              .orElseThrow(() -> new IOException("the C client failed"));
      String[] numbers = said.split(" ");
      double floor = Double.parseDouble(numbers[1]) / Double.parseDouble(numbers[0]);
      row(
          "floor",
          "%.2f µs of processor a token event, C %.2f: %.2f times",
          ours * 1e6,
          floor * 1e6,
          ours / floor);
    }
    Files.delete(peer.get());
  }

  /// The C client and server, compiled; empty where there is no gcc.
  private static Optional<Path> peer() throws Exception {
    Path peer = Files.createTempFile("kneeline", ".peer");
    try {
      Process compiler =
          new ProcessBuilder("gcc", "-O2", "-o", peer.toString(), "src/main/c/peer.c").start();
      return compiler.waitFor() == 0 ? Optional.of(peer) : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private void poisson() throws Exception {
    try (LoadTrial trial = new LoadTrial(prefix, "20,5,8")) {
      JsonNode result =
          trial.load("--num-prompts=10000", "--request-rate=2000", "--random-output-len=8", WARM_UP);
      long[] sent = sentNanos(trial.samples());
      double seconds = (sent[sent.length - 1] - sent[0]) / 1e9;
      row(
          "poisson",
          "%.1f req/s, lateness p99 %.3f ms; KS over its 5 %% limit %.2f as sent, %.2f at the server; %s",
          (sent.length - 1) / seconds,
          client(result, "send_lateness_p99_ms"),
          WriteTruth.lawOf(sent),
          trial.truth(10_000).arrivalLaw(),
          result.at("/verdict"));
    }
  }

  private static long[] sentNanos(Path samples) throws IOException {
    List<Long> sent = new ArrayList<>();
    for (Sample sample : SampleFile.read(samples).samples()) {
      sent.add(sample.timing().sentNanos());
    }
    return sent.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /// Answers of eight tokens in one write, by a server in C, since the simulated one is slower than
  /// any client of this kind.
  private void tiny() throws Exception {
    Optional<Path> peer = peer();
    if (peer.isEmpty()) {
      row("tiny", "not measured: no gcc");
      return;
    }
    List<String> server = List.of(peer.get().toString(), "serve", "8");
    try (LoadTrial trial = new LoadTrial(prefix, server, "")) {
      JsonNode result =
          trial.load("--num-prompts=200000", "--max-concurrency=64", "--random-output-len=8");
      double perRequest =
          client(result, "load_thread_cpu_share") * figure(result, "duration") / 200_000;
      row(
          "tiny",
          "%.0f req/s; %.1f µs of processor each, so %.0f/s on a core of its own",
          figure(result, "request_throughput"),
          perRequest * 1e6,
          1 / perRequest);
      String said =
          trial.peer(List.of(peer.get().toString(), "" + trial.port(), "64", "200000", "8"))
              .orElseThrow(() -> new IOException("the C client failed"));
      row("C", "%.0f req/s", 200_000 / Double.parseDouble(said.split(" ")[2]));
      wrk(trial);
    }
    Files.delete(peer.get());
  }

  private static void wrk(LoadTrial trial) throws Exception {
    String url = "http://127.0.0.1:%d/v1/completions".formatted(trial.port());
    Optional<String> said = trial.peer(List.of("wrk", "-t", "1", "-c", "64", "-d", "4", url));
    row("wrk", "%s", said.flatMap(LoadBars::requestsOf).orElse("not measured: not installed"));
  }

  private static Optional<String> requestsOf(String said) {
    return said.lines().map(String::strip).filter(line -> line.startsWith("Requests/sec")).findFirst();
  }

  /// From the command to the first request at the server.
  private void start() throws Exception {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      try (LoadTrial trial = new LoadTrial(prefix, "0,0,1")) {
        trial.load("--num-prompts=1", "--max-concurrency=1", "--random-output-len=1");
        double seconds = (trial.truth(1).firstArrivalNanos() - trial.startedNanos()) / 1e9;
        best = Math.min(best, seconds);
      }
    }
    row("start", "%.3f s to the first request, best of 5", best);
  }

  private void many() throws Exception {
    try (LoadTrial trial = new LoadTrial(prefix, "6000,200,8")) {
      JsonNode result =
          trial.load("--num-prompts=10000", "--max-concurrency=10000", "--random-output-len=8");
      row(
          "many",
          "%.0f of 10,000 streams completed, most at once %.0f; %.0f MB",
          figure(result, "completed"),
          figure(result, "max_concurrent_requests"),
          trial.peakMegabytes());
    }
  }

  private void million() throws Exception {
    Optional<Path> peer = peer();
    if (peer.isEmpty()) {
      row("million", "not measured: no gcc");
      return;
    }
    List<String> server = List.of(peer.get().toString(), "serve", "2");
    for (int requests : new int[] {100_000, 1_000_000}) {
      try (LoadTrial trial = new LoadTrial(prefix, server, "")) {
        JsonNode result =
            trial.load("--num-prompts=" + requests, "--max-concurrency=64", "--random-output-len=2");
        row(
            "million",
            "%d requests: %.0f completed, %.0f MB at most, records of %.1f MB",
            requests,
            figure(result, "completed"),
            trial.peakMegabytes(),
            Files.size(trial.samples()) / 1e6);
      }
    }
    Files.delete(peer.get());
  }

  /// Two loops on two cores, each with its own answers, beside one.
  private void loops() throws Exception {
    double one = Double.MAX_VALUE;
    double two = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      one = Math.min(one, perEvent(1));
      two = Math.min(two, perEvent(2));
    }
    row("loops", "%.0f ns of processor an event with one loop, %.0f with two: %.2f times", one, two, two / one);
  }

  private static double perEvent(int threads) throws Exception {
    List<Callable<Double>> work = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      work.add(
          () -> {
            ReplayedAnswers answers = new ReplayedAnswers();
            answers.read(2_000, 4096);
            long before = threadNanos();
            long events = answers.read(20_000, 4096);
            return (double) (threadNanos() - before) / events;
          });
    }
    try (java.util.concurrent.ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      double sum = 0;
      for (java.util.concurrent.Future<Double> each : pool.invokeAll(work)) {
        sum += each.get();
      }
      return sum / threads;
    }
  }

  private static long threadNanos() throws IOException {
    return Long.parseLong(
        Files.readString(Path.of("/proc/thread-self/schedstat")).split("\\s+")[0]);
  }

  /// What compiling takes while 1,024 streams run, with the launcher's compiler and with both.
  private void compiler() throws Exception {
    for (String words : List.of("-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=4")) {
      try (LoadTrial trial = new LoadTrial(prefix, "100,20,64").with(words)) {
        JsonNode result = trial.load(STREAMS);
        row("compiler", "%s: %.2f s of processor to compile", words, trial.compilerSeconds());
        errors("compiler", trial, result);
      }
    }
  }

  private static double figure(JsonNode result, String key) {
    return result.path(key).asDouble(Double.NaN);
  }

  private static double client(JsonNode result, String fact) {
    return result.at("/client/" + fact).asDouble(Double.NaN);
  }
}
