package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.Reading.Finding;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The tuner that vLLM had until February 2026, for comparison: whole values only, both bounds
/// first, then the first root of a monotone cubic through the raw distances from the limits.
///
/// It is as it was, but for three things: where it went round for ever it ends, the limit on failed
/// requests holds, and it says that nothing passes where it answered 1.
final class Spline extends Peer {

  private static final double STRICT = 1e-8;

  Spline(SloSettings settings, Sla sla) {
    super(settings, sla);
  }

  @Override
  Step step(List<Reading> history, History runs) {
    NavigableMap<Double, Double> margins = margins(history);
    double least = Math.ceil(settings.variable().least());
    double most = Math.floor(settings.variable().most());
    double pass = least;
    double fails = most;
    for (Map.Entry<Double, Double> entry : margins.entrySet()) {
      pass = entry.getValue() <= 0 ? Math.max(pass, entry.getKey()) : pass;
      fails = entry.getValue() > 0 ? Math.min(fails, entry.getKey()) : fails;
    }
    if (pass + 1 >= fails) {
      return answer(margins, pass, fails);
    }
    double value = value(margins, pass, fails);
    return margins.containsKey(value)
        ? runs.inconclusive("it would go round for ever at " + Numbers.shortest(value))
        : runs.probe(value, "the spline's root");
  }

  private double value(NavigableMap<Double, Double> margins, double pass, double fails) {
    double least = Math.ceil(settings.variable().least());
    double most = Math.floor(settings.variable().most());
    if (margins.isEmpty() || margins.lastKey() < most) {
      return most;
    }
    if (margins.firstKey() > least) {
      return least;
    }
    double[] xs = margins.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] ys = margins.values().stream().mapToDouble(Double::doubleValue).toArray();
    double value = Math.floor(new Pchip(xs, ys).firstRoot().orElse((pass + fails) / 2));
    return Math.clamp(margins.containsKey(value) ? value + 1 : value, least, most);
  }

  private Step answer(NavigableMap<Double, Double> margins, double pass, double fails) {
    OptionalDouble miss =
        margins.getOrDefault(fails, 0.0) > 0 ? OptionalDouble.of(fails) : OptionalDouble.empty();
    if (margins.getOrDefault(pass, 1.0) > 0) {
      return new Answer(
          Status.INFEASIBLE, OptionalDouble.empty(), miss, "the lowest value misses it");
    }
    return new Answer(
        miss.isEmpty() ? Status.UNBOUNDED : Status.FOUND,
        OptionalDouble.of(pass),
        miss,
        "no whole value lies between a pass and a miss");
  }

  /// The worst raw distance at each value, of figures averaged over its runs.
  private NavigableMap<Double, Double> margins(List<Reading> history) {
    NavigableMap<Double, Double> margins = new TreeMap<>();
    for (Reading reading : history) {
      if (!reading.saturated()) {
        margins.computeIfAbsent(
            reading.value(),
            value ->
                sla.all().stream().mapToDouble(slo -> margin(slo, value, history)).max().orElse(0));
      }
    }
    return margins;
  }

  private double margin(Slo slo, double value, List<Reading> history) {
    List<Figures> figures =
        history.stream()
            .filter(reading -> reading.value() == value)
            .filter(reading -> reading.finding() instanceof Finding.Measured)
            .map(reading -> ((Finding.Measured) reading.finding()).figures())
            .toList();
    double[] actual =
        figures.stream().flatMapToDouble(each -> sla.actual(slo, each).stream()).toArray();
    if (actual.length == 0 || actual.length < figures.size()) {
      return Double.MAX_VALUE;
    }
    double mean = Arrays.stream(actual).sum() / actual.length;
    return switch (slo.comparison()) {
      case AT_MOST -> mean - slo.limit();
      case BELOW -> mean + STRICT - slo.limit();
      case AT_LEAST -> slo.limit() - mean;
      case ABOVE -> slo.limit() + STRICT - mean;
    };
  }
}
