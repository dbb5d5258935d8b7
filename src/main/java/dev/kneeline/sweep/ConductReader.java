package dev.kneeline.sweep;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Placement;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.search.slo.SloSettings;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Reads how the measuring is carried out, which points are taken, what is best and where it runs.
final class ConductReader {

  private static final Set<String> OWN_SEARCH_KEYS = Set.of("method", "limit", "seed");

  private final Settings file;
  private final Parameters parameters;
  private final Problems problems;

  ConductReader(Settings file, Parameters parameters, Problems problems) {
    this.file = file;
    this.parameters = parameters;
    this.problems = problems;
  }

  /// @param goal whose metrics must be sure where repetitions end early
  /// @param ownMetrics keys that a benchmark's result has beside the known metrics
  Conduct conduct(Goal goal, Set<String> ownMetrics) {
    RepeatReader.Repeat repeat = new RepeatReader(problems).read(file, goal, ownMetrics);
    return new Conduct(
        file.has("repeat") || !new SloReader(file, problems).isAsked()
            ? repeat.most()
            : SloSettings.RUNS,
        Conduct.Order.valueOf(
            file.text("order", "interleave-loads").toUpperCase(Locale.ROOT).replace('-', '_')),
        file.whole("seed").orElse(0L),
        file.period("run-timeout", "1h"),
        budget(file.section("budget")),
        monotone(),
        repeat.until());
  }

  private static Conduct.Budget budget(Settings budget) {
    return new Conduct.Budget(
        budget.period("time"), optional(budget.whole("trials")), number(budget, "gpu-hours"));
  }

  private static OptionalDouble number(Settings settings, String key) {
    return settings
        .text(key)
        .map(Double::parseDouble)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private List<String> monotone() {
    List<String> names = new ArrayList<>();
    for (Node item : file.items("monotone")) {
      String name = Names.key(item instanceof Node.Scalar scalar ? scalar.text() : "");
      if (parameters.scopes().containsKey(name)) {
        names.add(name);
      } else {
        problems.error(
            item.span(), "no parameter is called '%s'".formatted(name), parameters.hint(name));
      }
    }
    return names;
  }

  SearchMethod search() {
    SloReader slo = new SloReader(file, problems);
    if (slo.isAsked()) {
      return slo.method();
    }
    if (file.find("search").orElse(null) instanceof Node.Scalar method) {
      return new SearchMethod(method.text(), OptionalInt.empty(), 0, Map.of());
    }
    Settings search = file.section("search");
    Map<String, Value> options = new LinkedHashMap<>();
    for (Node.Entry entry : search.map().entries()) {
      if (!OWN_SEARCH_KEYS.contains(entry.name())) {
        options.put(entry.name(), entry.value().value());
      }
    }
    return new SearchMethod(
        search.text("method", search.whole("limit").isPresent() ? "balanced" : "grid"),
        optional(search.whole("limit")),
        search.whole("seed").orElse(0L),
        options);
  }

  /// @param ownMetrics keys that a benchmark's result has beside the known metrics
  Goal goal(Set<String> ownMetrics) {
    List<Slo> slos = new ArrayList<>();
    for (Node item : file.items("slo")) {
      String text = item instanceof Node.Scalar scalar ? scalar.text() : "";
      good(Slo.parse(text, ownMetrics), item.span()).ifPresent(slos::add);
    }
    Objective best = Objective.parse("max output_throughput").orThrow();
    return new Goal(
        file.text("objective")
            .flatMap(text -> good(Objective.parse(text, ownMetrics), file.span("objective")))
            .orElse(best),
        slos);
  }

  private <T> Optional<T> good(Parsed<T> parsed, Span place) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> Optional.of(value);
      case Parsed.Bad<T>(String message, String hint) -> {
        problems.error(place, message, hint);
        yield Optional.empty();
      }
    };
  }

  Placement placement() {
    Map<Long, Integer> lanesOf = new LinkedHashMap<>();
    List<List<Integer>> lanes = new ArrayList<>();
    for (Node item : file.items("lanes")) {
      List<Integer> lane = new ArrayList<>();
      for (Node gpu : ((Node.Sequence) item).items()) {
        if (gpu.value() instanceof Value.Whole(long index, String spelling)) {
          lane.add((int) Math.min(index, Integer.MAX_VALUE));
          Integer other = lanesOf.putIfAbsent(index, lanes.size());
          if (other != null) {
            problems.error(
                gpu.span(),
                "GPU %d is in two lanes".formatted(index),
                "lanes run at the same time, so each has GPUs of its own");
          }
        }
      }
      lanes.add(lane);
    }
    return new Placement(
        Placement.Kind.LOCAL,
        lanes.isEmpty() ? Optional.empty() : Optional.of(lanes),
        number(file, "gpu-hour-price"));
  }

  private static OptionalInt optional(Optional<Long> number) {
    return number
        .map(each -> OptionalInt.of((int) Math.min(each, Integer.MAX_VALUE)))
        .orElse(OptionalInt.empty());
  }
}
