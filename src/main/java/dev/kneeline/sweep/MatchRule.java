package dev.kneeline.sweep;

import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Takes out the points that have one of the given values in every one of the given parameters.
///
/// `{mem: 0.90, tp: [4, 8]}` takes out mem 0.9 with tp 4 and mem 0.9 with tp 8.
///
/// @param reason what it is called; the values where it is empty
/// @param matched at least one parameter
record MatchRule(Optional<String> reason, SequencedMap<String, List<Value>> matched)
    implements Rule {

  @Override
  public String name() {
    return reason.orElseGet(this::text);
  }

  @Override
  public String text() {
    return matched.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + "="
                + entry.getValue().stream().map(Value::spelling).collect(Collectors.joining("|")))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Set<String> reads() {
    return Set.copyOf(matched.keySet());
  }

  @Override
  public boolean holds(Function<String, Value> values) {
    return !matched.entrySet().stream()
        .allMatch(entry -> entry.getValue().contains(values.apply(entry.getKey())));
  }
}
