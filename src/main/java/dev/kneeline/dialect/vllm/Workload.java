package dev.kneeline.dialect.vllm;

import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Template;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// The loads of `serve_workload`: for each pair of rows one request at a time, all at once, and
/// levels between the two, evenly spaced as ratios.
///
/// Worked example: one at a time gives 0.5 requests a second and all at once 8, so that 5 levels in
/// all are 0.5, 1, 2, 4 and 8, of which the three in the middle are measured as request rates.
///
/// @param levels how many, with both ends
record Workload(Prepared prepared, Variable variable, int levels) implements Strategy {

  /// What is varied.
  enum Variable {
    /// Requests a second.
    REQUEST_RATE,
    /// Requests at once.
    MAX_CONCURRENCY
  }

  private static final String RATE = "request-rate";
  private static final String CONCURRENCY = "max-concurrency";
  private static final String PROMPTS = "num-prompts";
  private static final long USUAL_PROMPTS = 1000;

  /// A level is a name too, so it has few digits; neighbours are a few per cent apart at least.
  private static final MathContext DIGITS = new MathContext(3);

  /// The options that the loads set: the variable first.
  static SequencedSet<String> searched(Variable variable) {
    return new LinkedHashSet<>(
        switch (variable) {
          case REQUEST_RATE -> List.of(RATE, CONCURRENCY);
          case MAX_CONCURRENCY -> List.of(CONCURRENCY, RATE);
        });
  }

  @Override
  public List<Point> next(Study study, int atMost) {
    for (Pair pair : prepared.pairs()) {
      List<Point> open = open(study, List.of(serial(pair), batch(pair)));
      if (open.isEmpty()) {
        open = open(study, between(pair, study));
      }
      if (!open.isEmpty()) {
        return open.subList(0, Math.min(atMost, open.size()));
      }
    }
    return List.of();
  }

  /// Every load that is known by now: the ends, and what lies between measured ones.
  List<Point> ahead(Study study) {
    return prepared.pairs().stream()
        .flatMap(pair ->
            Stream.concat(Stream.of(serial(pair), batch(pair)), between(pair, study).stream()))
        .distinct()
        .toList();
  }

  /// One request at a time.
  Point serial(Pair pair) {
    return atOnce(pair, 1);
  }

  /// All requests at once.
  Point batch(Pair pair) {
    return atOnce(pair, prompts(pair));
  }

  /// The levels between the ends, as points; none where an end has failed or they are alike.
  List<Point> between(Pair pair, Study study) {
    OptionalDouble low = position(study, serial(pair));
    OptionalDouble high = position(study, batch(pair));
    if (low.isEmpty() || high.isEmpty() || low.getAsDouble() <= 0) {
      return List.of();
    }
    double ratio = high.getAsDouble() / low.getAsDouble();
    SequencedSet<Value> values = new LinkedHashSet<>();
    for (int level = 1; level < levels - 1 && ratio > 1; level++) {
      values.add(value(low.getAsDouble() * Math.pow(ratio, level / (levels - 1.0))));
    }
    List<Point> points = new ArrayList<>();
    values.forEach(value -> points.add(prepared.point(pair, Map.of(name(), value))));
    points.removeAll(List.of(serial(pair), batch(pair)));
    return points;
  }

  private static List<Point> open(Study study, List<Point> points) {
    return points.stream().distinct().filter(point -> !study.settled(point)).toList();
  }

  private Point atOnce(Pair pair, long requests) {
    SequencedMap<String, Value> load = new LinkedHashMap<>();
    load.put(CONCURRENCY, Value.of(requests));
    load.put(RATE, Value.of("inf"));
    return prepared.point(pair, load);
  }

  private String name() {
    return searched(variable).getFirst();
  }

  private Value value(double level) {
    return switch (variable) {
      case REQUEST_RATE -> Value.of(new BigDecimal(level).round(DIGITS).stripTrailingZeros());
      case MAX_CONCURRENCY -> Value.of(Math.max(1, Math.round(level)));
    };
  }

  /// Where a measured load lies on the variable: its throughput, or by Little's law the requests
  /// that were under way: 4 req/s of 0.5 s each are 2.
  private OptionalDouble position(Study study, Point point) {
    OptionalDouble rate = mean(study, point, "request_throughput");
    OptionalDouble millis = mean(study, point, "mean_e2el_ms");
    return switch (variable) {
      case REQUEST_RATE -> rate;
      case MAX_CONCURRENCY ->
          rate.isPresent() && millis.isPresent()
              ? OptionalDouble.of(rate.getAsDouble() * millis.getAsDouble() / 1000)
              : OptionalDouble.empty();
    };
  }

  private static OptionalDouble mean(Study study, Point point, String key) {
    return study
        .trial(point)
        .map(Trial::state)
        .filter(TrialState.Completed.class::isInstance)
        .map(TrialState::committed)
        .orElse(List.of())
        .stream()
        .map(Run::figures)
        .map(figures -> figures.value(key))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /// How many requests a run of the pair sends.
  private long prompts(Pair pair) {
    LoadSpec load =
        new Planner(prepared.sweep()).plan(List.of(prepared.point(pair))).runs().getFirst().load();
    Optional<String> given =
        switch (load) {
          case LoadSpec.Generated(Map<String, Value> options) ->
              Optional.ofNullable(options.get(PROMPTS)).map(Value::spelling);
          case LoadSpec.External external ->
              ServerPart.last(
                  external.command().arguments().stream().map(Template::show).toList(),
                  List.of("--num-prompts", "--num_prompts"));
        };
    return given.filter(text -> text.matches("\\d{1,9}")).map(Long::valueOf).orElse(USUAL_PROMPTS);
  }
}
