package dev.kneeline.space;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Several rules under one name: a point may be if all of them let it be.
///
/// @param name what they are called together
/// @param parts at least one
public record AllOf(String name, List<Rule> parts) implements Rule {

  public AllOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("'%s' consists of no rule at all".formatted(name));
    }
  }

  @Override
  public String text() {
    return parts.stream().map(Rule::text).collect(Collectors.joining("; "));
  }

  @Override
  public Set<String> reads() {
    return parts.stream()
        .flatMap(part -> part.reads().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean holds(Function<String, Value> values) {
    return parts.stream().allMatch(part -> part.holds(values));
  }
}
