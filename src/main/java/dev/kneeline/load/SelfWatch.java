package dev.kneeline.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Looks at the CPU at the run's start and end. Belongs to the load's thread, whose own time it
/// reads.
final class SelfWatch {

  /// Over less than this the ticks and the run's own start tell nothing of shares.
  private static final double SHORTEST_NANOS = 250_000_000;

  private final long[] threadAtStart = threadTimes();
  private final long[] machineAtStart = machineTimes();
  private final long ownAtStart = ownTicks();
  private final Optional<Ceiling> ceiling = Ceiling.kept();
  private final PauseWatch pauses = new PauseWatch();
  private final long startedNanos = System.nanoTime();

  private SelfWatch() {}

  static SelfWatch start() {
    return new SelfWatch();
  }

  /// To be called at every tick of the loop.
  void tick() {
    pauses.tick();
  }

  /// @param requests that were answered
  SequencedMap<String, Double> facts(Meter meter, long requests) {
    SequencedMap<String, Double> facts = new LinkedHashMap<>();
    millis(facts, "send_lateness", meter.sendLateness);
    facts.put("send_late_over_1ms_share", meter.sendLateness.shareAbove(1_000_000));
    facts.put("own_queue_mean_ms", meter.ownQueue.mean() / 1e6);
    facts.put("own_queue_max_ms", meter.ownQueue.max() / 1e6);
    facts.put("own_queue_requests", (double) meter.ownQueue.count());
    facts.put("dropped_requests", (double) meter.droppedFromQueue);
    facts.put("cancelled_requests", (double) meter.cancelled);
    facts.put("failed_warm_ups", (double) meter.failedWarmUps);
    millis(facts, "receive_lag", meter.receiveLag);
    millis(facts, "loop_lag", meter.tickLateness);
    facts.put("token_events", (double) meter.events);
    facts.put(
        "shared_read_share", meter.events == 0 ? 0 : (double) meter.sharedReads / meter.events);
    facts.put("connections_opened", (double) meter.connectionsOpened);
    facts.put("connect_max_ms", meter.connect.max() / 1e6);
    facts.put("resent_on_fresh_connection", (double) meter.resentOnFresh);
    if (meter.promptsCounted > 0) {
      facts.put("prompts_counted", (double) meter.promptsCounted);
      facts.put("prompt_tokens_off_sum", (double) meter.promptTokensOff);
      facts.put("prompt_tokens_off_max", (double) meter.promptTokensOffMax);
    }
    cpu(facts);
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    ceiling.ifPresent(
        most -> facts.put("ceiling_share", most.share(requests, meter.events, seconds)));
    return facts;
  }

  private void cpu(SequencedMap<String, Double> facts) {
    long[] thread = threadTimes();
    long[] machine = machineTimes();
    double nanos = System.nanoTime() - startedNanos;
    if (nanos < SHORTEST_NANOS) {
      return;
    }
    facts.put("load_thread_cpu_share", (thread[0] - threadAtStart[0]) / nanos);
    facts.put("load_thread_waiting_share", (thread[1] - threadAtStart[1]) / nanos);
    double all = Math.max(1, machine[0] - machineAtStart[0]);
    facts.put("machine_idle_share", (machine[1] - machineAtStart[1]) / all);
    double busy = all - (machine[1] - machineAtStart[1]) - (machine[2] - machineAtStart[2]);
    facts.put("other_programs_cpu_share", Math.max(0, busy - (ownTicks() - ownAtStart)) / all);
    facts.put("own_cpu_share", (ownTicks() - ownAtStart) / all);
    pauses.facts(facts, nanos);
    facts.put("machine_steal_share", (machine[2] - machineAtStart[2]) / all);
  }

  private static void millis(
      SequencedMap<String, Double> facts, String name, NanoHistogram histogram) {
    facts.put(name + "_median_ms", histogram.atShare(0.5) / 1e6);
    facts.put(name + "_p99_ms", histogram.atShare(0.99) / 1e6);
    facts.put(name + "_max_ms", histogram.max() / 1e6);
  }

  /// Nanoseconds on a CPU, and nanoseconds ready but waiting for one; zeros where Linux is not.
  private static long[] threadTimes() {
    String[] fields = read("/proc/thread-self/schedstat").split("\\s+");
    return fields.length < 2
        ? new long[2]
        : new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
  }

  /// All ticks, idle ticks and stolen ticks of all CPUs.
  private static long[] machineTimes() {
    long[] times = new long[3];
    String[] fields = read("/proc/stat").lines().findFirst().orElse("").split("\\s+");
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      long ticks = Long.parseLong(fields[i]);
      times[0] += ticks;
      times[1] += i == 4 || i == 5 ? ticks : 0;
      times[2] += i == 8 ? ticks : 0;
    }
    return times;
  }

  /// Ticks of this process, in user and system mode: the 14th and 15th field, of which the second
  /// is a name in brackets that may hold blanks.
  private static long ownTicks() {
    String stat = read("/proc/self/stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+");
    return fields.length < 13 ? 0 : Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException notLinux) {
      return "";
    }
  }
}
