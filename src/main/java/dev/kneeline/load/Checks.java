package dev.kneeline.load;

import java.util.ArrayList;
import java.util.List;

/// Judges a run by what the client noted about itself.
final class Checks {

  private final List<String> invalid = new ArrayList<>();
  private final List<String> suspect = new ArrayList<>();

  private Checks() {}

  static Verdict verdict(LoadOptions options, ClientFacts facts, Samples samples) {
    Checks checks = new Checks();
    checks.above(facts, "loop_lag_max_ms", 20, 100, "the client stood still for up to %.1f ms");
    checks.above(
        facts, "send_lateness_p99_ms", 5, 100, "1 %% of requests left %.1f ms late or more");
    checks.above(facts, "send_lateness_median_ms", 1, 20, "half of the requests left %.1f ms late");
    checks.above(
        facts,
        "shared_read_share",
        0.1,
        2,
        "%.2f of the events came several to a read: distrust itl");
    checks.above(facts, "load_thread_cpu_share", 0.8, 2, "the client used %.2f of its core");
    checks.above(facts, "dropped_requests", 0.5, Double.MAX_VALUE, "%.0f requests were never sent");
    return checks.verdict();
  }

  private void above(ClientFacts facts, String fact, double doubt, double refusal, String text) {
    double value = facts.number(fact);
    if (value > refusal) {
      invalid.add(text.formatted(value));
    } else if (value > doubt) {
      suspect.add(text.formatted(value));
    }
  }

  private Verdict verdict() {
    List<String> reasons = new ArrayList<>(invalid);
    reasons.addAll(suspect);
    Verdict.Status status =
        !invalid.isEmpty()
            ? Verdict.Status.INVALID
            : suspect.isEmpty() ? Verdict.Status.OK : Verdict.Status.SUSPECT;
    return new Verdict(status, reasons);
  }
}
