package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import dev.kneeline.metric.Objective;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Which parameters matter: how much each one moves a metric, by comparing like with like.
///
/// Two rows are compared only when they are equal in every other parameter, so rules and uneven
/// ladders do not mix one parameter's effect with another's. Effects are ratios, since a speed-up
/// is; each is a mean of logarithms over such pairs, with Student's interval.
public final class Effects {

  private final Objective objective;

  /// For each parameter that varies: rows that differ in nothing else, by all the rest.
  private final SequencedMap<String, Map<Point, Map<Value, Double>>> contexts;

  private Effects(
      Objective objective, SequencedMap<String, Map<Point, Map<Value, Double>>> contexts) {
    this.objective = objective;
    this.contexts = contexts;
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
    List<Row> measured = new ArrayList<>();
    List<Double> logarithms = new ArrayList<>();
    for (Row row : rows) {
      Optional<Average> average = row.average(objective.key()).filter(each -> each.mean() > 0);
      if (average.isPresent()) {
        measured.add(row);
        logarithms.add(Math.log(average.get().mean()));
      }
    }
    SequencedMap<String, Map<Point, Map<Value, Double>>> contexts = new LinkedHashMap<>();
    for (String parameter : measured.isEmpty() ? List.<String>of() : Groups.varying(measured)) {
      contexts.put(parameter, contexts(parameter, measured, logarithms));
    }
    return new Effects(objective, contexts);
  }

  /// The main effects, the largest first; a parameter that never varies alone has none.
  public List<Effect> main() {
    return contexts.keySet().stream()
        .flatMap(parameter -> effect(parameter).stream())
        .sorted(Comparator.comparingDouble((Effect effect) -> size(effect.change())).reversed())
        .toList();
  }

  /// Parameters that vary, though never alone: their effect cannot be told from another's.
  public List<String> confounded() {
    return contexts.keySet().stream().filter(parameter -> effect(parameter).isEmpty()).toList();
  }

  /// For each parameter with an effect the other one on which that depends most, strongest first.
  public List<Interaction> interactions() {
    List<Interaction> found = new ArrayList<>();
    for (Effect effect : main()) {
      contexts.keySet().stream()
          .filter(other -> !other.equals(effect.parameter()))
          .flatMap(other -> interaction(effect, other).stream())
          .max(Comparator.comparingDouble(Effects::size))
          .ifPresent(found::add);
    }
    found.sort(Comparator.comparingDouble((Interaction each) -> size(each)).reversed());
    return found;
  }

  private Optional<Effect> effect(String parameter) {
    Collection<Map<Value, Double>> alike = contexts.getOrDefault(parameter, Map.of()).values();
    SequencedMap<Value, List<Double>> deviations = new LinkedHashMap<>();
    for (Map<Value, Double> context : alike) {
      double mean = context.values().stream().mapToDouble(each -> each).average().orElseThrow();
      context.forEach((level, log) ->
          deviations.computeIfAbsent(level, _ -> new ArrayList<>()).add(log - mean));
    }
    List<Level> levels = Level.of(deviations);
    if (levels.size() < 2) {
      return Optional.empty();
    }
    Comparator<Level> bestFirst = Comparator.comparing(Level::mean, objective.bestFirst());
    Value best = Collections.min(levels, bestFirst).value();
    Value worst = Collections.max(levels, bestFirst).value();
    double[] differences = array(differences(alike, best, worst));
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
    SequencedMap<Value, List<Double>> differences = new LinkedHashMap<>();
    contexts
        .getOrDefault(effect.parameter(), Map.of())
        .forEach((rest, context) ->
            differences
                .computeIfAbsent(rest.value(other), _ -> new ArrayList<>())
                .addAll(differences(List.of(context), effect.best(), effect.worst())));
    differences.values().removeIf(List::isEmpty);
    List<Level> levels = Level.of(differences);
    if (levels.size() < 2) {
      return Optional.empty();
    }
    Comparator<Level> bySize = Comparator.comparingDouble(level -> Math.abs(level.mean()));
    Level strong = Collections.max(levels, bySize);
    Level weak = Collections.min(levels, bySize);
    return Optional.of(
        new Interaction(
            effect,
            other,
            strong.value(),
            weak.value(),
            Math.expm1(strong.mean()),
            Math.expm1(weak.mean()),
            Welch.difference(array(strong.numbers()), array(weak.numbers()), Average.LEVEL)
                .map(Effects::asChange)));
  }

  /// The logarithms of rows that differ in nothing but the parameter, by all the rest; only where
  /// there are two levels or more.
  private static Map<Point, Map<Value, Double>> contexts(
      String parameter, List<Row> rows, List<Double> logarithms) {
    Map<Point, Map<Value, Double>> contexts = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      SequencedMap<String, Value> rest = new LinkedHashMap<>(rows.get(i).point().values());
      rest.remove(parameter);
      contexts
          .computeIfAbsent(new Point(rest), _ -> new LinkedHashMap<>())
          .put(rows.get(i).point().value(parameter), logarithms.get(i));
    }
    contexts.values().removeIf(levels -> levels.size() < 2);
    return contexts;
  }

  private static List<Double> differences(
      Iterable<Map<Value, Double>> contexts, Value best, Value worst) {
    List<Double> differences = new ArrayList<>();
    for (Map<Value, Double> context : contexts) {
      Double high = context.get(best);
      Double low = context.get(worst);
      if (high != null && low != null) {
        differences.add(high - low);
      }
    }
    return differences;
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(each -> each).toArray();
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

  /// What was found at one value of a parameter.
  private record Level(Value value, List<Double> numbers) {

    static List<Level> of(SequencedMap<Value, List<Double>> numbers) {
      return numbers.entrySet().stream()
          .map(entry -> new Level(entry.getKey(), entry.getValue()))
          .toList();
    }

    double mean() {
      return Moments.mean(array(numbers));
    }
  }
}
