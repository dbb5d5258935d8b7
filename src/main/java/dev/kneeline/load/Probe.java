package dev.kneeline.load;

import dev.kneeline.metric.Percentiles;
import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Sends one tiny request after the other beside the load, each on a connection of its own: what a
/// newcomer meets while the server is busy. After each answer it pauses for 1 / rate, as `vllm
/// bench serve` does, so that it comes less often than the rate and never piles up.
final class Probe implements AutoCloseable {

  private static final double MILLIS = 1e6;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Target target;
  private final String body;
  private final Duration patience;
  private final Duration pause;
  private final List<Double> millis = new ArrayList<>();
  private final Thread thread;
  private long failed;

  private Probe(LoadOptions options) {
    target = options.target();
    body = new RequestEncoder(target, options.body()).content(Prompt.hi());
    Duration request = options.limits().request();
    patience = request.compareTo(LONGEST) < 0 ? request : LONGEST;
    pause = Duration.ofNanos(Math.round(1e9 / options.client().aside().probesPerSecond()));
    thread = Thread.ofPlatform().daemon().name("kneeline-probe").unstarted(this::probe);
  }

  static Probe start(LoadOptions options) {
    Probe probe = new Probe(options);
    probe.thread.start();
    return probe;
  }

  private void probe() {
    try {
      while (true) {
        once();
        Thread.sleep(pause);
      }
    } catch (InterruptedException runEnded) {
      // What was measured stays.
    }
  }

  private void once() throws InterruptedException {
    long sent = System.nanoTime();
    try {
      SimpleHttp.Answer answer = target.post(target.endpoint(), body, patience);
      if (answer.isOk()) {
        millis.add((System.nanoTime() - sent) / MILLIS);
      } else {
        failed++;
      }
    } catch (IOException noAnswer) {
      failed++;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /// Ends it and gives its figures under vLLM's names; those of times are absent without an answer.
  SequencedMap<String, Double> finish() {
    close();
    SequencedMap<String, Double> figures = new LinkedHashMap<>();
    figures.put("probe_completed", (double) millis.size());
    figures.put("probe_failed", (double) failed);
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length > 0) {
      figures.put("probe_median_e2el_ms", Percentiles.ofSorted(sorted, 50));
      figures.put("probe_p99_e2el_ms", Percentiles.ofSorted(sorted, 99));
      figures.put("probe_max_e2el_ms", sorted[sorted.length - 1]);
    }
    return figures;
  }

  /// Waits for the probe that is under way.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
