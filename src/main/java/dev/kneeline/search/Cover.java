package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.stream.Stream;

/// Few points in which every possible combination of the values of any two (or three) parameters
/// occurs.
///
/// Most failures and most surprises of a configuration come from one value or from two together; a
/// hundred switches have 2^100 points, and ten of these show every pair of positions.
///
/// @param strength how many values are brought together: 2 or 3
public record Cover(int strength, long seed) implements Sampler {

  public Cover {
    if (strength < 2 || strength > 3) {
      throw new IllegalArgumentException("cover has a t of 2 or 3, not %d".formatted(strength));
    }
  }

  @Override
  public Stream<Point> points(SearchSpace space, long limit) {
    Stream<Point> points = coverage(space).points().stream().filter(space::contains);
    return Stream.concat(points, space.extraPoints().stream()).limit(limit);
  }

  /// The points together with what they cover.
  ///
  /// @throws IllegalArgumentException where the values are too many to keep account of their
  ///   combinations
  public Coverage coverage(SearchSpace space) {
    return CoverBuilder.build(space, strength, seed);
  }
}
