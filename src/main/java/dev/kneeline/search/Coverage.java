package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// Points that cover, and how well they do it.
///
/// @param points in the order in which they add most
/// @param tuples how many combinations of values there would be without rules
/// @param impossible how many of them no valid point has
/// @param bound no set of points that covers is smaller: the most possible combinations that any
///   two (or three) parameters have, since a point shows one of them
public record Coverage(List<Point> points, long tuples, long impossible, long bound) {

  public Coverage {
    points = List.copyOf(points);
  }

  /// All points of a space with fewer dimensions than are brought together: each is a combination
  /// of its own.
  static Coverage whole(SearchSpace space) {
    BigInteger size = space.relaxed().size();
    long loops = size.longValueExact() - space.extraPoints().size();
    long product = space.productSize().longValueExact();
    return new Coverage(space.points().limit(loops).toList(), product, product - loops, loops);
  }

  /// One line for a person.
  ///
  /// @param strength how many values the points bring together: 2 or 3
  public String line(int strength) {
    return String.format(
        Locale.ROOT,
        "%,d points show all %,d possible %s of values (%,d of %,d are impossible); no set is"
            + " smaller than %,d",
        points.size(),
        tuples - impossible,
        strength == 2 ? "pairs" : "triples",
        impossible,
        tuples,
        bound);
  }
}
