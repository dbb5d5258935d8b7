package dev.kneeline.sim.bank;

import dev.kneeline.metric.Figures;
import dev.kneeline.search.slo.Sla;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Status;
import java.util.ArrayList;
import java.util.List;

/// What the right answer to a server is: worked out from its curve without noise.
///
/// @param status FOUND, INFEASIBLE or UNBOUNDED
/// @param crossings where load becomes too much
public record Truth(Status status, List<Crossing> crossings) {

  private static final double TOLERANCE = 0.02;
  private static final int STEPS = 4000;
  private static final int HALVINGS = 50;

  /// The deviations between which a run passes in 90 % and in 10 % of all cases.
  private static final double NINE_OF_TEN = 1.2816;

  /// A load above which the SLA is missed.
  ///
  /// @param likely the load at which nine runs in ten pass
  /// @param unlikely the load at which one run in ten passes
  public record Crossing(double load, double likely, double unlikely) {}

  /// @param most the highest load of interest
  public static Truth of(CurveServer server, double most) {
    double least = server.clients() ? 1 : server.capacity() / 50;
    double top = server.clients() ? most : Math.min(most, 10 * server.capacity());
    List<Crossing> crossings = new ArrayList<>();
    boolean any = false;
    double before = least;
    for (int step = 0; step <= STEPS; step++) {
      double load = least * Math.pow(top / least, (double) step / STEPS);
      boolean passes = passes(server, load, 1);
      if (any && !passes && passes(server, before, 1)) {
        crossings.add(crossing(server, before, load));
      }
      any |= passes;
      before = load;
    }
    Status status = crossings.isEmpty() ? any ? Status.UNBOUNDED : Status.INFEASIBLE : Status.FOUND;
    return new Truth(status, List.copyOf(crossings));
  }

  /// Whether the answer's status is right, and its value is within 2 % of a crossing, or where
  /// single runs pass in 10 to 90 % of all cases. Of clients, a whole number beside it is right.
  public boolean meets(Answer answer, boolean whole) {
    return answer.status() == status
        && (status != Status.FOUND
            || crossings.stream()
                .anyMatch(crossing -> near(crossing, answer.value().getAsDouble(), whole)));
  }

  private static boolean near(Crossing crossing, double value, boolean whole) {
    return Math.abs(value / crossing.load - 1) <= TOLERANCE
        || (value >= crossing.likely && value <= crossing.unlikely)
        || (whole && Math.abs(value - crossing.load) < 1);
  }

  private static Crossing crossing(CurveServer server, double pass, double miss) {
    double spread = Math.exp(NINE_OF_TEN * server.noise());
    return new Crossing(
        edge(server, pass, miss, 1),
        server.noise() == 0 ? pass : outwards(server, pass, spread, 1 / 1.005),
        server.noise() == 0 ? pass : outwards(server, miss, 1 / spread, 1.005));
  }

  private static double edge(CurveServer server, double pass, double miss, double factor) {
    double low = pass;
    double high = miss;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = Math.sqrt(low * high);
      if (passes(server, middle, factor)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Away from the crossing until a run with this much noise passes, or no longer does.
  private static double outwards(CurveServer server, double from, double noise, double step) {
    boolean wanted = noise > 1;
    double load = from;
    while (passes(server, load, noise) != wanted && load > from / 100 && load < from * 100) {
      load *= step;
    }
    return load;
  }

  private static boolean passes(CurveServer server, double load, double noise) {
    Figures figures = server.figures(load, noise);
    Sla sla = server.sla();
    return sla.holds(figures);
  }
}
