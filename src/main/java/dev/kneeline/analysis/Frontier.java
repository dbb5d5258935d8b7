package dev.kneeline.analysis;

import dev.kneeline.metric.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The points of two metrics that nothing beats: the Pareto frontier.
///
/// One point beats another when it is at least as good in both metrics and better in one. So of two
/// points that are equal in one metric only the better stays, and exact duplicates stay together,
/// since neither beats the other. Made over means of repetitions: over single runs the luckiest
/// wins.
///
/// @param points from the best x to the worst, so also from the worst y to the best
/// @param axes which way is better
public record Frontier<T>(List<Spot<T>> points, Axes axes) {

  /// A thing at its place.
  public record Spot<T>(T thing, double x, double y) {}

  /// Which way each axis gets better.
  public record Axes(Direction x, Direction y) {

    /// More is better on both.
    public static final Axes BOTH_HIGHER = new Axes(Direction.HIGHER, Direction.HIGHER);

    /// By x, then by y, the better before the worse: one plain comparison, since ten thousand spots
    /// ask for a hundred thousand of them.
    int compare(Spot<?> one, Spot<?> other) {
      int byX = Double.compare(goodX(other), goodX(one));
      return byX != 0 ? byX : Double.compare(goodY(other), goodY(one));
    }

    double goodX(Spot<?> spot) {
      return x == Direction.LOWER ? -spot.x() : spot.x();
    }

    double goodY(Spot<?> spot) {
      return y == Direction.LOWER ? -spot.y() : spot.y();
    }
  }

  public Frontier {
    points = List.copyOf(points);
  }

  /// The frontier of some spots, in O(n log n): sorted by x, a spot stays when its y passes every y
  /// before it, or when it equals the last one that stayed.
  public static <T> Frontier<T> of(List<Spot<T>> spots, Axes axes) {
    List<Spot<T>> bestFirst = new ArrayList<>(spots);
    bestFirst.sort(axes::compare);
    List<Spot<T>> kept = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Spot<T> spot : bestFirst) {
      if (axes.goodY(spot) > best || (!kept.isEmpty() && samePlace(spot, kept.getLast()))) {
        kept.add(spot);
        best = axes.goodY(spot);
      }
    }
    return new Frontier<>(kept, axes);
  }

  /// The knee: the point farthest from the chord between the frontier's ends on its better side,
  /// both axes scaled to [0, 1].
  ///
  /// With ends (0, 1) and (1, 0) after scaling the distance is (x + y - 1) / sqrt(2): of (0.8, 0.9)
  /// it is 0.495. A frontier without a bulge, or of fewer than three places, has no knee.
  public Optional<Spot<T>> knee() {
    return points.stream()
        .filter(spot -> bulge(spot) > 1e-9)
        .max(Comparator.comparingDouble(this::bulge));
  }

  /// Scaled distance from the chord, but for the constant factor; 0 at both ends.
  private double bulge(Spot<T> spot) {
    Spot<T> right = points.getFirst();
    Spot<T> left = points.getLast();
    double width = axes.goodX(right) - axes.goodX(left);
    double height = axes.goodY(left) - axes.goodY(right);
    if (width == 0 || height == 0) {
      return 0;
    }
    return (axes.goodX(spot) - axes.goodX(left)) / width
        + (axes.goodY(spot) - axes.goodY(right)) / height
        - 1;
  }

  private static boolean samePlace(Spot<?> one, Spot<?> other) {
    return one.x() == other.x() && one.y() == other.y();
  }
}
