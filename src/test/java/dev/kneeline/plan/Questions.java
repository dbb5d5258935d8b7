package dev.kneeline.plan;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.engine.GpuRule;
import dev.kneeline.engine.Launch;
import dev.kneeline.engine.Readiness;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Small questions for tests.
public final class Questions {

  private Questions() {}

  /// An engine that is only ever printed.
  public static Engine engine() {
    return new Engine(
        "toy",
        new Launch(List.of("serve", "tiny"), Map.of(), "--host", "--port", 8000, true),
        FlagStyle.plain(),
        new Readiness("/health", Duration.ofSeconds(10), Duration.ofSeconds(2)),
        List.of(),
        new GpuRule(0, List.of()),
        List.of(),
        List.of());
  }

  /// Two parameters, each with its values; null stands for unset.
  public static Sweep of(
      String first,
      List<@Nullable Integer> firstValues,
      String second,
      List<Integer> secondValues) {
    return sweep(
        List.of(parameter(first, firstValues), parameter(second, secondValues)),
        new Conduct(
            1,
            Conduct.Order.INTERLEAVE_LOADS,
            42,
            Duration.ofMinutes(1),
            Conduct.Budget.unlimited(),
            List.of()));
  }

  /// Concurrency 1 and 2 on one server.
  public static Sweep repeated(int repetitions, Conduct.Order order) {
    return sweep(
        List.of(parameter("load.max-concurrency", List.of(1, 2))),
        new Conduct(
            repetitions, order, 42, Duration.ofMinutes(1), Conduct.Budget.unlimited(), List.of()));
  }

  public static Sweep sweep(List<Parameter> parameters, Conduct conduct) {
    SpaceBuilder space = SearchSpace.builder();
    parameters.forEach(space::add);
    return new Sweep(
        "toy",
        new Subject.Started(
            engine(),
            engine().launch().command().stream().map(Template::parse).toList(),
            Map.of("seed", Value.of(7)),
            Map.of(),
            engine().readiness(),
            OptionalInt.empty()),
        new Measurement.Generated(Map.of("num-prompts", Value.of(4))),
        space.build(),
        SearchMethod.grid(),
        new Goal(objective("max output_throughput"), List.of()),
        conduct,
        Placement.local());
  }

  public static List<Point> points(Sweep sweep) {
    return sweep.space().points().toList();
  }

  public static Plan plan(Sweep sweep) {
    return new Planner(sweep).plan(points(sweep));
  }

  static Map<String, String> fingerprints(Plan plan) {
    return new TreeMap<>(
        plan.runs().stream()
            .collect(Collectors.toMap(run -> run.point().id(), PlannedRun::fingerprint)));
  }

  static Objective objective(String text) {
    return switch (Objective.parse(text)) {
      case Parsed.Good<Objective>(Objective objective) -> objective;
      case Parsed.Bad<Objective> bad -> throw new IllegalArgumentException(bad.message());
    };
  }

  private static Parameter parameter(String name, List<@Nullable Integer> values) {
    List<Value> list =
        values.stream().map(value -> value == null ? Value.UNSET : Value.of((long) value)).toList();
    return new Parameter(name, scope(name), new Domain.Choice(list));
  }

  private static Scope scope(String name) {
    return switch (name.substring(0, name.indexOf('.'))) {
      case "allocation" -> Scope.ALLOCATION;
      case "load" -> Scope.LOAD;
      default -> Scope.SERVER;
    };
  }
}
