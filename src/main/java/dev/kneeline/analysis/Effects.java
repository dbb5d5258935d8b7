package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import dev.kneeline.metric.Objective;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which parameters matter: how much each one moves a metric, by comparing like with like.
///
/// Two rows are compared only when they are equal in every other parameter, so rules and uneven
/// ladders do not mix one parameter's effect with another's. Effects are ratios, since a speed-up
/// is; each is a mean of logarithms over such pairs, with Student's interval.
public final class Effects {

  private final List<Measured> rows;
  private final Objective objective;

  private Effects(List<Measured> rows, Objective objective) {
    this.rows = rows;
    this.objective = objective;
  }

  /// One parameter's main effect.
  ///
  /// @param best the level that is best on average
  /// @param worst the one that is worst
  /// @param change by which share the best level changes the metric against the worst: 0.2 is 20 %
  ///   more
  /// @param interval of the change at 95 %; empty for a single pair
  /// @param pairs of rows that differ in nothing else
  public record Effect(
      String parameter,
      Value best,
      Value worst,
      double change,
      Optional<Interval> interval,
      int pairs) {}

  /// How one parameter's effect depends on another.
  ///
  /// @param strongest the other's level at which the effect is largest
  /// @param weakest the one at which it is smallest
  /// @param changeAtStrongest the effect there
  /// @param changeAtWeakest the effect here
  /// @param interval of the ratio of both effects, less 1; empty where a side has a single pair
  public record Interaction(
      Effect of,
      String with,
      Value strongest,
      Value weakest,
      double changeAtStrongest,
      double changeAtWeakest,
      Optional<Interval> interval) {}

  /// The effects on an objective's metric; rows without a positive figure of it say nothing here.
  public static Effects on(Objective objective, List<Row> rows) {
    List<Measured> measured = new ArrayList<>();
    for (Row row : rows) {
      row.average(objective.key())
          .filter(average -> average.mean() > 0)
          .ifPresent(average -> measured.add(new Measured(row.point(), Math.log(average.mean()))));
    }
    return new Effects(measured, objective);
  }

  /// The main effects, the largest first; a parameter that never varies alone has none.
  public List<Effect> main() {
    return parameters().stream()
        .flatMap(parameter -> effect(parameter).stream())
        .sorted(Comparator.comparingDouble((Effect effect) -> size(effect.change())).reversed())
        .toList();
  }

  /// Parameters that vary, though never alone: their effect cannot be told from another's.
  public List<String> confounded() {
    return parameters().stream().filter(parameter -> effect(parameter).isEmpty()).toList();
  }

  /// For each parameter with an effect the other one on which that depends most, strongest first.
  public List<Interaction> interactions() {
    List<Interaction> found = new ArrayList<>();
    for (Effect effect : main()) {
      parameters().stream()
          .filter(other -> !other.equals(effect.parameter()))
          .flatMap(other -> interaction(effect, other).stream())
          .max(Comparator.comparingDouble(Effects::size))
          .ifPresent(found::add);
    }
    found.sort(Comparator.comparingDouble((Interaction each) -> size(each)).reversed());
    return found;
  }

  private List<String> parameters() {
    Map<String, Set<Value>> levels = new LinkedHashMap<>();
    rows.forEach(row -> row.point().values().keySet().forEach(name -> levels.put(name, Set.of())));
    return levels.keySet().stream()
        .filter(name -> rows.stream().map(row -> row.point().value(name)).distinct().count() > 1)
        .toList();
  }

  private Optional<Effect> effect(String parameter) {
    Map<Point, Map<Value, Double>> contexts = contexts(parameter);
    Map<Value, List<Double>> deviations = new LinkedHashMap<>();
    for (Map<Value, Double> context : contexts.values()) {
      double mean = context.values().stream().mapToDouble(each -> each).average().orElseThrow();
      context.forEach((level, log) ->
          deviations.computeIfAbsent(level, unused -> new ArrayList<>()).add(log - mean));
    }
    if (deviations.size() < 2) {
      return Optional.empty();
    }
    Comparator<Value> bestFirst =
        Comparator.comparing(level -> mean(deviations.get(level)), objective.bestFirst());
    Value best = deviations.keySet().stream().min(bestFirst).orElseThrow();
    Value worst = deviations.keySet().stream().max(bestFirst).orElseThrow();
    double[] differences = differences(contexts.values(), best, worst);
    if (differences.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Effect(
            parameter,
            best,
            worst,
            Math.expm1(Moments.mean(differences)),
            Intervals.ofMean(differences, Average.LEVEL).map(Effects::asChange),
            differences.length));
  }

  private Optional<Interaction> interaction(Effect effect, String other) {
    Map<Value, List<Map<Value, Double>>> byLevel = new LinkedHashMap<>();
    contexts(effect.parameter())
        .forEach((rest, context) ->
            byLevel.computeIfAbsent(rest.value(other), unused -> new ArrayList<>()).add(context));
    Map<Value, double[]> differences = new LinkedHashMap<>();
    byLevel.forEach((level, contexts) -> {
      double[] found = differences(contexts, effect.best(), effect.worst());
      if (found.length > 0) {
        differences.put(level, found);
      }
    });
    if (differences.size() < 2) {
      return Optional.empty();
    }
    Comparator<Value> bySize =
        Comparator.comparingDouble(level -> Math.abs(Moments.mean(differences.get(level))));
    Value strongest = differences.keySet().stream().max(bySize).orElseThrow();
    Value weakest = differences.keySet().stream().min(bySize).orElseThrow();
    double[] strong = differences.get(strongest);
    double[] weak = differences.get(weakest);
    return Optional.of(
        new Interaction(
            effect,
            other,
            strongest,
            weakest,
            Math.expm1(Moments.mean(strong)),
            Math.expm1(Moments.mean(weak)),
            Welch.difference(strong, weak, Average.LEVEL).map(Effects::asChange)));
  }

  /// Rows that differ in nothing but the parameter, by all the rest; only those with two levels or
  /// more.
  private Map<Point, Map<Value, Double>> contexts(String parameter) {
    Map<Point, Map<Value, Double>> contexts = new LinkedHashMap<>();
    for (Measured row : rows) {
      Set<String> others = new HashSet<>(row.point().values().keySet());
      others.remove(parameter);
      contexts
          .computeIfAbsent(row.point().restrictedTo(others), unused -> new LinkedHashMap<>())
          .put(row.point().value(parameter), row.logarithm());
    }
    contexts.values().removeIf(levels -> levels.size() < 2);
    return contexts;
  }

  private static double[] differences(
      Iterable<Map<Value, Double>> contexts, Value best, Value worst) {
    List<Double> differences = new ArrayList<>();
    for (Map<Value, Double> context : contexts) {
      Double high = context.get(best);
      Double low = context.get(worst);
      if (high != null && low != null) {
        differences.add(high - low);
      }
    }
    return differences.stream().mapToDouble(each -> each).toArray();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(each -> each).average().orElseThrow();
  }

  private static Interval asChange(Interval logarithms) {
    return new Interval(
        Math.expm1(logarithms.low()), Math.expm1(logarithms.high()), logarithms.level());
  }

  /// Doubling and halving are changes of one size.
  private static double size(double change) {
    return Math.abs(Math.log1p(change));
  }

  private static double size(Interaction each) {
    return Math.abs(Math.log1p(each.changeAtStrongest()) - Math.log1p(each.changeAtWeakest()));
  }

  private record Measured(Point point, double logarithm) {}
}
