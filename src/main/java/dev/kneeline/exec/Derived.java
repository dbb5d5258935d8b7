package dev.kneeline.exec;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// Figures that another tool does not write but that follow from those it does.
public final class Derived {

  private Derived() {}

  /// The figures and what follows from them; a figure that is there already stays.
  ///
  /// @param gpus of the server; 0 where it has none, and then there is nothing per GPU
  public static Figures with(Figures figures, int gpus) {
    SequencedMap<String, Figure> derived = new LinkedHashMap<>();
    ratio(derived, "interactivity", OptionalDouble.of(1000), figures.value("mean_tpot_ms"));
    OptionalDouble perServer = gpus > 0 ? OptionalDouble.of(gpus) : OptionalDouble.empty();
    ratio(derived, "total_tokens_per_gpu", figures.value("total_token_throughput"), perServer);
    ratio(derived, "output_tokens_per_gpu", figures.value("output_throughput"), perServer);
    OptionalDouble failed = figures.value("failed");
    OptionalDouble requests =
        failed.isPresent() && figures.value("completed").isPresent()
            ? OptionalDouble.of(failed.getAsDouble() + figures.value("completed").getAsDouble())
            : OptionalDouble.empty();
    ratio(derived, "failure_rate", failed, requests);
    SequencedMap<String, Figure> all = new LinkedHashMap<>(figures.byKey());
    derived.forEach(all::putIfAbsent);
    return new Figures(all);
  }

  private static void ratio(
      SequencedMap<String, Figure> figures, String key, OptionalDouble over, OptionalDouble under) {
    if (over.isPresent() && under.isPresent() && under.getAsDouble() > 0) {
      figures.put(key, Figure.of(over.getAsDouble() / under.getAsDouble()));
    }
  }
}
