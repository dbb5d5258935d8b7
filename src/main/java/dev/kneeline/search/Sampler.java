package dev.kneeline.search;

import dev.kneeline.metric.Parsed;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.List;
import java.util.stream.Stream;

/// Chooses points of a space, one after another and without memory of the space's size.
///
/// All samplers are functions of the space and their seed. No point comes twice. All but [First]
/// begin with the point of all defaults, where it is valid. A sample as large as the space is the
/// space.
public sealed interface Sampler
    permits First, Uniform, Balanced, LatinHypercube, OneAtATime, Cover {

  /// The method that is used where none is named.
  String DEFAULT_METHOD = "balanced";

  /// The names of all methods.
  List<String> METHODS = List.of("first", "uniform", "balanced", "lhs", "one-at-a-time", "cover");

  /// The points of a sample.
  ///
  /// @param limit how many points at most
  Stream<Point> points(SearchSpace space, long limit);

  /// The sampler of a method's name; `grid` is `first`.
  ///
  /// @param seed makes the sample repeatable; without meaning for `first` and `one-at-a-time`
  /// @param strength how many values `cover` brings together: 2 or 3
  static Parsed<Sampler> named(String method, long seed, int strength) {
    return switch (method) {
      case "first", "grid" -> new Parsed.Good<>(new First());
      case "uniform" -> new Parsed.Good<>(new Uniform(seed));
      case "balanced" -> new Parsed.Good<>(new Balanced(seed));
      case "lhs" -> new Parsed.Good<>(new LatinHypercube(seed));
      case "one-at-a-time" -> new Parsed.Good<>(new OneAtATime());
      case "cover" ->
          strength == 2 || strength == 3
              ? new Parsed.Good<>(new Cover(strength, seed))
              : new Parsed.Bad<>(
                  "cover has a t of 2 or 3, not %d".formatted(strength), "leave t out for 2");
      default ->
          new Parsed.Bad<>(
              "unknown method '%s'".formatted(method),
              Nearest.to(method, METHODS)
                  .map("did you mean '%s'?"::formatted)
                  .orElse("methods: " + String.join(", ", METHODS)));
    };
  }
}
