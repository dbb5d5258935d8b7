package dev.kneeline.search.slo;

import dev.kneeline.search.slo.Reading.Finding;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/// A study as readings, configuration by configuration.
final class Readings {

  private final String variable;
  private final Map<Point, List<Reading>> byConfiguration = new LinkedHashMap<>();

  Readings(Study study, String variable) {
    this.variable = variable;
    for (Trial trial : study.trials()) {
      OptionalDouble value = number(trial.point().value(variable));
      if (value.isPresent()) {
        byConfiguration
            .computeIfAbsent(configuration(trial.point()), configuration -> new ArrayList<>())
            .addAll(readings(value.getAsDouble(), trial.state()));
      }
    }
    byConfiguration
        .values()
        .forEach(readings ->
            readings.sort(
                Comparator.comparingDouble(Reading::value).thenComparingInt(Reading::repetition)));
  }

  List<Reading> of(Point configuration) {
    return byConfiguration.getOrDefault(configuration, List.of());
  }

  /// The point without the variable.
  Point configuration(Point point) {
    Set<String> others = new HashSet<>(point.values().keySet());
    others.remove(variable);
    return point.restrictedTo(others);
  }

  /// The point with a value of the variable.
  Point at(Point point, double value, boolean whole) {
    SequencedMap<String, Value> values = new LinkedHashMap<>(point.values());
    values.put(
        variable,
        Double.isInfinite(value)
            ? Value.of("inf")
            : whole ? Value.of((long) value) : Value.of(new BigDecimal(Numbers.shortest(value))));
    return new Point(values);
  }

  private static List<Reading> readings(double value, TrialState state) {
    List<Reading> readings = new ArrayList<>();
    for (Run run : state.committed()) {
      readings.add(
          new Reading(
              value,
              run.repetition(),
              run.counts()
                  ? new Finding.Measured(run.figures())
                  : new Finding.Invalid(run.verdict().reasons())));
    }
    int next = readings.stream().mapToInt(Reading::repetition).max().orElse(0) + 1;
    switch (state) {
      case TrialState.Failed(Failure failure, List<Run> _) ->
          readings.add(new Reading(value, next, finding(failure)));
      case TrialState.Unviable(Failure reason) ->
          readings.add(new Reading(value, next, finding(reason)));
      case TrialState.Pruned(String reason) ->
          readings.add(new Reading(value, next, new Finding.Unusable(reason)));
      case TrialState.Waiting _, TrialState.Running _, TrialState.Completed _ -> {}
    }
    return readings;
  }

  /// What happens under load is a word on that load; anything else is not.
  private static Finding finding(Failure failure) {
    return switch (failure.kind()) {
      case LOAD_FAILED, OUT_OF_MEMORY_UNDER_LOAD, RUN_TIMEOUT, SERVER_EXITED ->
          new Finding.BrokeDown(failure.line());
      case OUT_OF_MEMORY_AT_LOAD,
          PORT_IN_USE,
          BAD_FLAG,
          BAD_MODEL,
          COMMAND_NOT_FOUND,
          UNSUPPORTED,
          COMMUNICATION,
          START_TIMEOUT,
          CACHE_RESET,
          SHORT_OUTPUT,
          BENCHMARK_FAILED,
          RESULT_UNREADABLE,
          RESOURCES,
          INTERRUPTED,
          INTERNAL ->
          new Finding.Unusable(failure.line());
    };
  }

  static OptionalDouble number(Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text(String text) when text.equals("inf") ->
          OptionalDouble.of(Double.POSITIVE_INFINITY);
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }
}
