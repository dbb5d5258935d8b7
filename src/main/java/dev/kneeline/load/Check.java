package dev.kneeline.load;

import java.util.List;

/// One row of the table of checks: a fact of the client, and the limits beyond which it speaks
/// against the run.
///
/// @param fact the name among [ClientFacts]; also the name under which its limits can be set
/// @param doubt above this the verdict is SUSPECT
/// @param refusal above this it is INVALID
/// @param text the reason, with the fact's value where `%s` stands
/// @param source where the limit comes from, for the reference page
public record Check(String fact, double doubt, double refusal, String text, String source) {

  private static final double NEVER = Double.MAX_VALUE;

  /// Every check, in the order in which reasons are given.
  public static List<Check> all() {
    return TABLE;
  }

  Check with(double newDoubt, double newRefusal) {
    return new Check(fact, newDoubt, newRefusal, text, source);
  }

  String reason(double value) {
    double shown =
        Math.abs(value) >= 10 ? Math.rint(value * 10) / 10 : Math.rint(value * 1000) / 1000;
    return text.formatted(shown);
  }

  private static final List<Check> TABLE =
      List.of(
          new Check(
              "loop_lag_max_ms",
              20,
              100,
              "the client stood still for up to %s ms",
              "Hyperfoil's jitter watchdog"),
          new Check(
              "send_lateness_p99_ms",
              5,
              100,
              "1 %% of the requests left %s ms late or more",
              "peers between 1 and 10 ms"),
          new Check(
              "send_lateness_median_ms",
              1,
              20,
              "half of the requests left %s ms late or more",
              "a tenth of inference-perf's limit"),
          new Check(
              "delivered_rate_error",
              0.01,
              0.1,
              "the delivered rate is off the asked one by a share of %s",
              "Lancet"),
          new Check(
              "arrival_law_excess",
              0,
              NEVER,
              "the gaps between requests do not follow the asked law (KS too large by %s)",
              "Lancet: p < 0.001, with 0.02 of slack"),
          new Check(
              "own_queue_share",
              0.01,
              NEVER,
              "requests waited in the client for a share of %s of their response time",
              "Hyperfoil's blocked ratio"),
          new Check("dropped_requests", 0, NEVER, "%s requests were due and never sent", "k6"),
          new Check(
              "shared_read_share",
              0.1,
              NEVER,
              "a share of %s of the events came several to a read, so itl is not to be trusted: the"
                  + " client reads late or the server writes in batches",
              "our own measurement: 0.1 healthy at most, 0.44 starved"),
          new Check(
              "load_thread_cpu_share",
              0.8,
              NEVER,
              "the client used a share of %s of its core",
              "Hyperfoil and k6: a fifth idle"),
          new Check(
              "ceiling_share",
              0.8,
              NEVER,
              "the load is a share of %s of what this machine's loop can do (`doctor --self-test`)",
              "as for the core"),
          new Check(
              "load_thread_waiting_share",
              0.05,
              0.5,
              "the client waited for a CPU for a share of %s of the run: other programs had it",
              "our own measurement"),
          new Check(
              "safepoint_max_ms",
              10,
              100,
              "the client's JVM stood still for %s ms at once",
              "our own choice: half of what a loop may lag"),
          new Check(
              "safepoint_share",
              0.02,
              0.5,
              "the client's JVM stood still for a share of %s of the run",
              "our own measurement: 0.01 at 98,000 tokens a second"),
          new Check(
              "machine_steal_share",
              0.05,
              0.5,
              "the hypervisor took a share of %s of the CPU",
              "our own measurement"),
          new Check(
              "in_flight_error",
              0.03,
              NEVER,
              "requests in flight as counted and as recorded differ by a share of %s",
              "Little's law"),
          new Check(
              "ttft_beyond_server",
              0.1,
              NEVER,
              "the first token came later here than the server's own metrics say, by a share of %s",
              "our own choice, from 20 ms on"),
          new Check(
              "ttft_growth",
              2,
              NEVER,
              "the first token came %s times later in the last third than in the first: the server"
                  + " is over-saturated, and figures depend on the run's length",
              "guidellm's over-saturation detection"),
          new Check("failed_warm_ups", 0, NEVER, "%s warm-up requests failed", "our own choice"));
}
