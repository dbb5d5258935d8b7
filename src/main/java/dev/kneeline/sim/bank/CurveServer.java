package dev.kneeline.sim.bank;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.Reading;
import dev.kneeline.search.slo.Sla;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A server of which only the time for a request is known, as a function of its load.
///
/// @param shape of the curve
/// @param clients whether the load is a number of clients, not a rate
/// @param capacity the most requests a second
/// @param alone seconds that a request takes by itself
/// @param bend how late the curve bends
/// @param limit seconds that the SLA allows a request's p99
/// @param demand requests a second that the SLA asks for; 0 for none
/// @param seed of the noise
public record CurveServer(
    Shape shape,
    boolean clients,
    double capacity,
    double alone,
    double bend,
    double limit,
    double demand,
    long seed) {

  /// How many times its time alone a request takes in a server that is full.
  private static final double FULL = 40;

  private static final int CLIENTS = 128;

  /// What the server is asked to keep: always the p99, beside it a token's time, which is in
  /// another unit and hardly matters, and for some a throughput.
  public Sla sla() {
    List<Slo> limits = new ArrayList<>();
    limits.add(new Slo("p99_e2el_ms", Slo.Comparison.AT_MOST, 1000 * limit));
    limits.add(new Slo("interactivity", Slo.Comparison.AT_LEAST, 0.2 * 100 / limit));
    if (demand > 0) {
      limits.add(new Slo("request_throughput", Slo.Comparison.AT_LEAST, demand));
    }
    return new Sla(limits);
  }

  /// What a run at one load would say, each repetition with noise of its own.
  public Reading run(double load, int repetition) {
    SplittableRandom random =
        new SplittableRandom(
            seed ^ Double.doubleToLongBits(load) * 31 + repetition * 0x9E3779B97F4A7C15L);
    random.nextLong();
    return Reading.of(load, repetition, figures(load, Math.exp(noise() * random.nextGaussian())));
  }

  /// The standard deviation of the logarithm of a run's time.
  public double noise() {
    return switch (shape) {
      case NOISY_5 -> 0.05;
      case NOISY_15 -> 0.15;
      case HOCKEY_STICK, FLAT, STEP, NON_MONOTONE, INFEASIBLE, UNBOUNDED, TWO_SIDED, SHEDDING -> 0;
    };
  }

  /// Requests a second that come whole.
  public double throughput(double load) {
    if (Double.isInfinite(load)) {
      return Math.min(capacity, CLIENTS / alone);
    }
    return clients ? load / seconds(load) : Math.min(load, capacity);
  }

  Figures figures(double load, double noise) {
    double seconds = seconds(load) * noise;
    double failures = failures(load);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("completed", 1000 * (1 - failures));
    figures.put("failed", 1000 * failures);
    figures.put("failure_rate", failures);
    figures.put("request_throughput", throughput(load));
    figures.put("p99_e2el_ms", 1000 * seconds);
    figures.put("interactivity", 100 / seconds);
    return Figures.of(figures);
  }

  private double failures(double load) {
    return shape != Shape.SHEDDING || clients || load <= capacity
        ? 0
        : Double.isInfinite(load) ? 0 : 1 - capacity / load;
  }

  private double seconds(double load) {
    if (Double.isInfinite(load)) {
      return Math.max(alone, CLIENTS / capacity);
    }
    if (shape == Shape.UNBOUNDED) {
      return alone;
    }
    return clients ? ofClients(load) : ofRate(load / capacity);
  }

  /// So many clients, each with one request after another: load / capacity once the server is full.
  private double ofClients(double load) {
    double knee = capacity * alone;
    double smooth = alone * Math.pow(1 + Math.pow(load / knee, bend), 1 / bend);
    return switch (shape) {
      case STEP -> load > 0.6 * knee * bend ? 5 * alone + smooth : alone;
      case FLAT -> Math.max(alone, load / capacity);
      case NON_MONOTONE -> smooth * idle(load / knee);
      case HOCKEY_STICK, NOISY_5, NOISY_15, INFEASIBLE, UNBOUNDED, TWO_SIDED, SHEDDING -> smooth;
    };
  }

  private double ofRate(double share) {
    double queue = alone / (1 - Math.pow(share, bend));
    double full = FULL * alone;
    double smooth = share < 1 ? Math.min(queue, full) : full * share;
    return switch (shape) {
      case STEP -> share > 0.3 * bend ? 6 * smooth : Math.min(smooth, alone * 1.2);
      case FLAT -> share <= 1 ? alone * (1 + 0.05 * share) : full * share;
      case NON_MONOTONE -> smooth * idle(share);
      case SHEDDING -> Math.min(smooth, alone * 2);
      case HOCKEY_STICK, NOISY_5, NOISY_15, INFEASIBLE, UNBOUNDED, TWO_SIDED -> smooth;
    };
  }

  /// A server that batches waits for company.
  private static double idle(double share) {
    return 1 + 0.8 * Math.exp(-share * share * 100);
  }
}
