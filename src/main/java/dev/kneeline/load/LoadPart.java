package dev.kneeline.load;

import dev.kneeline.wire.StampSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What one event loop, or one client process, measured of its share.
///
/// @param samples in the order of their ends; their times are from the start that all parts share
/// @param texts the answers' texts by sample; empty unless they were kept
/// @param facts what it noted about itself
/// @param inFlightNanos requests on the wire, summed over time
/// @param endNanos the last end of a request
/// @param stopped why sending stopped early; "" when it did not
public record LoadPart(
    Samples samples,
    List<String> texts,
    StampSource stamps,
    SequencedMap<String, Double> facts,
    double inFlightNanos,
    long endNanos,
    String stopped) {

  public LoadPart {
    texts = List.copyOf(texts);
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
  }

  /// The same with other facts.
  public LoadPart withFacts(SequencedMap<String, Double> replacement) {
    return new LoadPart(samples, texts, stamps, replacement, inFlightNanos, endNanos, stopped);
  }
}
