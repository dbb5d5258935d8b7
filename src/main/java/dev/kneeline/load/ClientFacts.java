package dev.kneeline.load;

import dev.kneeline.wire.StampSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the client noted about itself during a run.
///
/// @param stamps where receive times come from
/// @param numbers by name, each with its unit in the name
public record ClientFacts(StampSource stamps, SequencedMap<String, Double> numbers) {

  public ClientFacts {
    numbers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(numbers));
  }

  /// The fact, or 0 where it was not noted.
  public double number(String name) {
    return numbers.getOrDefault(name, 0.0);
  }
}
