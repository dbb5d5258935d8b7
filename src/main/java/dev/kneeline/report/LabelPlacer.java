package dev.kneeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts labels beside their spots so that none touches another, a spot or the panel's edge.
///
/// Greedy: label by label, the nearest free place wins, tried first on the side where a frontier
/// has nothing. A label for which there is no free place is left out, since a heap of words tells
/// less than none; the caller says how many.
final class LabelPlacer {

  /// Font size 11 in DejaVu Sans: 0.6 em on average, and a line's height with air.
  private static final double LETTER = 6.5;

  private static final double HEIGHT = 15;
  private static final double SPOT = 5;
  private static final double[] DISTANCES = {9, 16, 26, 38, 54, 74, 98, 126};

  /// Directions in eighths of a turn from the preferred one: it, its neighbours, and so on.
  private static final int[] TURNS = {0, 1, -1, 2, -2, 3, -3, 4};

  private final double width;
  private final double height;
  private final double preferred;
  private final List<Box> taken = new ArrayList<>();
  private final List<Box> lines = new ArrayList<>();

  /// @param width of the panel in pixels
  /// @param height of the panel in pixels
  /// @param preferred direction in radians in which labels go first, 0 to the right, falling y
  ///   upwards
  LabelPlacer(double width, double height, double preferred) {
    this.width = width;
    this.height = height;
    this.preferred = preferred;
  }

  /// A label's text box; y grows downwards.
  record Box(double left, double top, double right, double bottom) {

    boolean touches(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  /// Where a label went.
  ///
  /// @param x where its text starts
  /// @param y the middle of its line
  /// @param distance from the spot to the text, which decides about a leader
  record Placed(double x, double y, double distance) {}

  /// How wide a text is about, in pixels.
  static double width(String text) {
    return text.length() * LETTER;
  }

  /// Keeps labels away from a spot.
  void avoid(double x, double y) {
    taken.add(new Box(x - SPOT, y - SPOT, x + SPOT, y + SPOT));
  }

  /// Keeps labels off a level or upright line, unless there is no other place for one.
  void avoidLine(double x1, double y1, double x2, double y2) {
    lines.add(
        new Box(
            Math.min(x1, x2) - 1,
            Math.min(y1, y2) - 1,
            Math.max(x1, x2) + 1,
            Math.max(y1, y2) + 1));
  }

  /// The free place nearest to a spot, which is taken from then on.
  Optional<Placed> place(double x, double y, String text) {
    return place(x, y, text, lines).or(() -> place(x, y, text, List.of()));
  }

  private Optional<Placed> place(double x, double y, String text, List<Box> crossed) {
    double textWidth = width(text);
    for (double distance : DISTANCES) {
      for (int turn : TURNS) {
        double angle = preferred + turn * Math.PI / 4;
        Box box = box(x, y, angle, distance, textWidth);
        if (free(box) && crossed.stream().noneMatch(box::touches)) {
          taken.add(box);
          return Optional.of(new Placed(box.left, (box.top + box.bottom) / 2, distance));
        }
      }
    }
    return Optional.empty();
  }

  /// The text's box whose nearest corner, or side's middle, lies at a distance from the spot.
  private static Box box(double x, double y, double angle, double distance, double textWidth) {
    double left = x + distance * Math.cos(angle) - textWidth * share(Math.cos(angle));
    double top = y + distance * Math.sin(angle) - HEIGHT * share(Math.sin(angle));
    return new Box(left, top, left + textWidth, top + HEIGHT);
  }

  /// Which part of a box lies before the point where it is held: none, half or all.
  private static double share(double towards) {
    return towards > 0.3 ? 0 : towards < -0.3 ? 1 : 0.5;
  }

  private boolean free(Box box) {
    return box.left >= 0
        && box.right <= width
        && box.top >= 0
        && box.bottom <= height
        && taken.stream().noneMatch(box::touches);
  }
}
