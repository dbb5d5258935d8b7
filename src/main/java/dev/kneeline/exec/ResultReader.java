package dev.kneeline.exec;

import dev.kneeline.exec.ResultNumbers.Content;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.ForeignNames;
import dev.kneeline.metric.Metrics;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.study.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Reads what external benchmarks wrote into figures under our keys.
///
/// Only numbers that are metrics become figures; NaN becomes an absent one. What else a file holds
/// stays in the file, which is kept.
public final class ResultReader {

  private static final String VERDICT = "verdict";
  private static final String GENAI_RUN = "aggregated_metrics";
  private static final String GENAI_STATS = GENAI_RUN + ".stats";

  /// The paths of genai-bench's latencies.
  private static final String STATISTICS = "aggregated_metrics\\.stats\\.[^.]+";

  private ResultReader() {}

  /// What was read.
  ///
  /// @param verdict of the client on itself, where it is one that judges itself
  /// @param notes for people: numbers that are no metric of ours
  public record Reading(Figures figures, Verdict verdict, List<String> notes) {
    public Reading {
      notes = List.copyOf(notes);
    }
  }

  /// @throws UnreadableResultException if there is no such file, it is cut off, or it holds no
  ///   metric
  public static Reading read(Path file, ResultSource source) throws UnreadableResultException {
    Map<String, Double> figures = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    Verdict verdict = Verdict.none();
    switch (source.format()) {
      case VLLM -> {
        Content content = ResultNumbers.read(file, path -> path.startsWith(VERDICT));
        verdict = verdict(content.texts());
        flat(content, ForeignNames::vllm, figures, notes);
      }
      case SGLANG ->
          flat(ResultNumbers.read(file, path -> false), ForeignNames::sglang, figures, notes);
      case GENAI_BENCH -> genai(ResultNumbers.read(file, ResultReader::genaiPart), figures);
      case PATHS -> byPaths(file, source.paths(), figures);
    }
    figures.values().removeIf(value -> value.isNaN() || value.isInfinite());
    if (figures.isEmpty()) {
      throw new UnreadableResultException(
          "the result file %s holds no metric that is known as %s"
              .formatted(file, source.format()));
    }
    return new Reading(Figures.of(figures), verdict, notes);
  }

  /// What `kneeline bench serve` says of itself; vLLM's client says nothing.
  private static Verdict verdict(Map<String, String> texts) {
    List<String> reasons =
        texts.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(VERDICT + ".reasons."))
            .map(Map.Entry::getValue)
            .toList();
    return new Verdict(texts.getOrDefault(VERDICT + ".status", ""), reasons);
  }

  private static void flat(
      Content content,
      UnaryOperator<String> names,
      Map<String, Double> figures,
      List<String> notes) {
    List<String> unknown = new ArrayList<>();
    content
        .numbers()
        .forEach((name, value) -> {
          String key = names.apply(name);
          if (Metrics.find(key).isPresent()) {
            figures.put(key, value);
          } else {
            unknown.add(name);
          }
        });
    if (!unknown.isEmpty()) {
      notes.add("numbers of the result file that are no metric: " + String.join(", ", unknown));
    }
  }

  private static boolean genaiPart(String path) {
    return path.equals(GENAI_RUN) || path.equals(GENAI_STATS) || path.matches(STATISTICS);
  }

  private static void genai(Content content, Map<String, Double> figures) {
    double factor = ForeignNames.genaiMillis(content.texts().getOrDefault("_time_unit", ""));
    content
        .numbers()
        .forEach((path, value) -> {
          List<String> steps = List.of(path.split("\\.", 4));
          switch (steps.size()) {
            case 2 ->
                ForeignNames.genaiFigure(steps.getLast()).ifPresent(key -> figures.put(key, value));
            case 4 ->
                ForeignNames.genaiStatistic(steps.get(2), steps.getLast())
                    .forEach(key -> figures.put(key, value * factor));
            default -> {}
          }
        });
  }

  private static void byPaths(Path file, Map<String, String> paths, Map<String, Double> figures)
      throws UnreadableResultException {
    Content content =
        ResultNumbers.read(
            file, path -> paths.values().stream().anyMatch(each -> each.startsWith(path + ".")));
    for (Map.Entry<String, String> wanted : paths.entrySet()) {
      Double value = content.numbers().get(wanted.getValue());
      if (value == null) {
        throw new UnreadableResultException(
            "the result file %s has no number at %s".formatted(file, wanted.getValue()));
      }
      figures.put(wanted.getKey(), value);
    }
  }
}
