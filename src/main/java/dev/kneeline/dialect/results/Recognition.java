package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Whose result a record is, by what it holds.
final class Recognition {

  private static final List<String> RATES =
      List.of("request_throughput", "output_throughput", "total_token_throughput");

  private Recognition() {}

  /// @return empty for a record of no tool that is known
  static Optional<ResultFormat> of(SequencedMap<String, Value> record) {
    if (!Shapes.items(record, GuidellmReader.RUNS).isEmpty()) {
      return Optional.of(ResultFormat.GUIDELLM);
    }
    if (!Shapes.entries(record, GenaiReader.RUN).isEmpty()) {
      return Optional.of(ResultFormat.GENAI_BENCH);
    }
    if (number(record, "tput_per_gpu")) {
      return Optional.of(ResultFormat.INFERENCEMAX);
    }
    if (!Shapes.entries(record, "request_throughput").isEmpty()
        || !Shapes.entries(record, "time_to_first_token").isEmpty()) {
      return Optional.of(ResultFormat.AIPERF);
    }
    if (number(record, "total_throughput")
        || record.keySet().stream().anyMatch(name -> name.endsWith("_e2e_latency_ms"))) {
      return Optional.of(ResultFormat.SGLANG);
    }
    boolean counted = number(record, "completed") || number(record, "duration");
    return counted && RATES.stream().anyMatch(name -> number(record, name))
        ? Optional.of(ResultFormat.VLLM)
        : Optional.empty();
  }

  private static boolean number(SequencedMap<String, Value> record, String name) {
    return Sheet.number(record.getOrDefault(name, Value.UNSET)).isPresent();
  }
}
