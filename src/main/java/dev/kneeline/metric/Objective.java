package dev.kneeline.metric;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// What a sweep looks for: the most or the least of one metric, such as `max output_throughput`.
///
/// @param goal never NEITHER
public record Objective(Direction goal, String key) {

  public Objective {
    if (goal == Direction.NEITHER) {
      throw new IllegalArgumentException("an objective is the most or the least of " + key);
    }
  }

  /// Reads `max KEY`, `min KEY`, or a lone key of a metric that has a better side.
  public static Parsed<Objective> parse(String text) {
    return parse(text, Set.of());
  }

  /// The same, where further keys beside the table's are known; those need `max` or `min`.
  public static Parsed<Objective> parse(String text, Set<String> furtherKeys) {
    List<String> words = List.of(text.strip().split("\\s+"));
    String key = words.getLast();
    return switch (words.size()) {
      case 1 -> Keys.check(key, furtherKeys, () -> key).then(Objective::ofKey);
      case 2 -> Keys.check(key, furtherKeys, () -> key).then(k -> ofGoal(words.getFirst(), k));
      default ->
          new Parsed.Bad<>(
              "'%s' is not an objective".formatted(text.strip()),
              "write for example max output_throughput");
    };
  }

  public OptionalDouble value(Figures figures) {
    return figures.value(key);
  }

  /// Whether the first value is strictly better than the second.
  public boolean better(double value, double than) {
    return bestFirst().compare(value, than) < 0;
  }

  /// Orders values from the best to the worst.
  public Comparator<Double> bestFirst() {
    return goal == Direction.HIGHER ? Comparator.reverseOrder() : Comparator.naturalOrder();
  }

  /// As a person would write it.
  public String text() {
    return (goal == Direction.HIGHER ? "max " : "min ") + key;
  }

  private static Parsed<Objective> ofKey(String key) {
    Direction direction = Metrics.find(key).map(Metric::direction).orElse(Direction.NEITHER);
    return direction == Direction.NEITHER
        ? new Parsed.Bad<>(
            "neither side of '%s' is the better one by itself".formatted(key),
            "write max %s or min %s".formatted(key, key))
        : new Parsed.Good<>(new Objective(direction, key));
  }

  private static Parsed<Objective> ofGoal(String word, String key) {
    return switch (word) {
      case "max" -> new Parsed.Good<>(new Objective(Direction.HIGHER, key));
      case "min" -> new Parsed.Good<>(new Objective(Direction.LOWER, key));
      default ->
          new Parsed.Bad<>(
              "an objective begins with max or min, not with '%s'".formatted(word),
              "write max %s or min %s".formatted(key, key));
    };
  }
}
