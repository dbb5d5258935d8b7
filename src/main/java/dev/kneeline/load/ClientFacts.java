package dev.kneeline.load;

import dev.kneeline.wire.StampSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What the client noted about itself during a run.
///
/// @param stamps where receive times come from
/// @param numbers by name, each with its unit in the name; of several clients the worst one's, but
///   counts are of all together
/// @param parts of several clients or loops each one's own; empty where one did it all
public record ClientFacts(
    StampSource stamps, SequencedMap<String, Double> numbers, List<PartReport> parts) {

  public ClientFacts {
    numbers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(numbers));
    parts = List.copyOf(parts);
  }

  /// Of one client.
  public ClientFacts(StampSource stamps, SequencedMap<String, Double> numbers) {
    this(stamps, numbers, List.of());
  }

  /// The fact, or 0 where it was not noted.
  public double number(String name) {
    return numbers.getOrDefault(name, 0.0);
  }
}
