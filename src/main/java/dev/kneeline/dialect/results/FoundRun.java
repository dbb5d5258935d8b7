package dev.kneeline.dialect.results;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// One measured run as another tool's file tells it, in our words.
///
/// @param format whose
/// @param place where it was read
/// @param point its parameters, typed
/// @param figures its metrics under our keys and in our units
/// @param told every single value of the record under the tool's own name
/// @param number which repetition it is, from 0, where the tool says
/// @param gpus of the server; 0 where nothing tells
/// @param unmapped the tool's names of what is no parameter and no metric of ours
public record FoundRun(
    ResultFormat format,
    Place place,
    Point point,
    Figures figures,
    SequencedMap<String, Value> told,
    OptionalInt number,
    int gpus,
    List<String> unmapped) {

  public FoundRun {
    told = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(told));
    unmapped = List.copyOf(unmapped);
  }

  /// Where a run was read.
  ///
  /// @param file the original
  /// @param sha256 of its bytes, in hexadecimal digits
  /// @param bytes its size
  /// @param part which run of the file, from 0
  public record Place(Path file, String sha256, long bytes, int part) {}
}
