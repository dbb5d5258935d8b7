package dev.kneeline.cli;

import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What counts as good, for the verbs that answer; the study's own question unless said otherwise.
final class GoalOptions {

  @Option(
      names = "--objective",
      paramLabel = "TEXT",
      description = "what is best, such as 'max output_throughput' (default: the study's)")
  @Nullable String objective;

  @Option(
      names = "--slo",
      paramLabel = "TEXT",
      description = "what must hold, such as 'p99_ttft_ms <= 200'; may be repeated")
  List<String> slo = new ArrayList<>();

  /// The objective given, else the study's, if it has one.
  Optional<Objective> objective(Optional<Goal> kept) {
    return objective == null
        ? kept.map(Goal::objective)
        : Optional.of(require(Objective.parse(objective)));
  }

  List<Slo> slos(Optional<Goal> kept) {
    return slo.isEmpty()
        ? kept.map(Goal::slos).orElse(List.of())
        : slo.stream().map(text -> require(Slo.parse(text))).toList();
  }

  private static <T> T require(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(T value) -> value;
      case Parsed.Bad<T> bad -> throw new Refusal(ExitCode.WRONG, bad.message(), bad.hint());
    };
  }

  /// @throws Refusal naming the nearest metric, if the key names none
  static void requireMetric(String key) {
    if (Metrics.find(key).isEmpty()) {
      throw new Refusal(
          ExitCode.WRONG,
          "unknown metric '%s'".formatted(key),
          Metrics.nearest(key)
              .map("did you mean '%s'?"::formatted)
              .orElse("the metrics are listed in docs/reference/metrics.md"));
    }
  }
}
