package dev.kneeline.load;

import dev.kneeline.metric.FigureOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is made of the records.
///
/// @param families which latencies are printed: ttft, tpot, itl, e2el
/// @param figures percentiles, goodput limits and GPUs
/// @param metadata kept in the result as it is
/// @param label replaces the backend in the result file's name
/// @param samplesFile where the records are written to; empty: nowhere
/// @param keepTexts keep every answer's text
/// @param margins what of the run is not counted
public record Reporting(
    List<String> families,
    FigureOptions figures,
    Map<String, String> metadata,
    Optional<String> label,
    Optional<Path> samplesFile,
    boolean keepTexts,
    Margins margins) {

  public Reporting {
    families = List.copyOf(families);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
