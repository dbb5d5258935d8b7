package dev.kneeline.sim.bank;

import dev.kneeline.search.slo.Reading;
import dev.kneeline.search.slo.SloMethod;
import dev.kneeline.search.slo.SloSettings;
import dev.kneeline.search.slo.Step;
import dev.kneeline.search.slo.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// One method let loose on one server, in virtual time.
///
/// @param answer what it says in the end
/// @param runs how many runs it took, repetitions included
/// @param seconds how long they took
/// @param right whether the answer is
public record BankRun(Step.Answer answer, int runs, double seconds, boolean right) {

  /// What vLLM's benchmark asks for where nobody says otherwise.
  private static final double PROMPTS = 1000;

  /// Our probes: so many seconds, and no fewer requests than that.
  private static final double SECONDS = 20;

  private static final double LEAST_REQUESTS = 100;

  /// A method by name, with the settings that it has for a server of that kind.
  public static BankRun of(String method, CurveServer server, int runs, int probes) {
    boolean guided = method.equals("guided");
    Variable variable =
        server.clients() || !guided
            ? Variable.whole(SloSettings.MOST)
            : SloSettings.rate().variable();
    double start =
        server.clients() ? SloSettings.concurrency().start() : SloSettings.rate().start();
    SloSettings settings = new SloSettings(variable, SloSettings.TOLERANCE, runs, probes, start);
    return run(
        SloMethod.named(method, settings, server.sla()),
        server,
        guided ? BankRun::ofDuration : BankRun::ofPrompts);
  }

  private static BankRun run(
      SloMethod method, CurveServer server, ToDoubleBiFunction<CurveServer, Double> cost) {
    List<Reading> history = new ArrayList<>();
    double seconds = 0;
    while (true) {
      switch (method.next(history)) {
        case Step.Probe probe -> {
          history.add(server.run(probe.value(), probe.repetition()));
          seconds += cost.applyAsDouble(server, probe.value());
        }
        case Step.Answer answer -> {
          boolean right = Truth.of(server, SloSettings.MOST).meets(answer, server.clients());
          return new BankRun(answer, history.size(), seconds, right);
        }
      }
    }
  }

  /// Until as many requests are through as a fixed count says.
  private static double ofPrompts(CurveServer server, double load) {
    return PROMPTS / server.throughput(load);
  }

  /// Until the time is over and what was sent by then is through.
  private static double ofDuration(CurveServer server, double load) {
    double throughput = server.throughput(load);
    double sending = Math.max(SECONDS, LEAST_REQUESTS / throughput);
    boolean open = !server.clients() && !Double.isInfinite(load);
    return open ? sending * Math.max(1, load / throughput) : sending;
  }
}
