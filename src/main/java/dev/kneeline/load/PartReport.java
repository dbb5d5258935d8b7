package dev.kneeline.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one of several clients, or loops, said of itself.
///
/// @param requests how many it sent
public record PartReport(long requests, Verdict verdict, SequencedMap<String, Double> numbers) {

  public PartReport {
    numbers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(numbers));
  }
}
