package dev.kneeline.report;

import java.util.List;
import java.util.stream.IntStream;

/// Colours that stay apart for people who do not see all of them, on white and in print.
final class Palette {

  /// Ink of text, axes and the frontier.
  static final String INK = "#20252b";

  /// What steps back: dominated points, leaders.
  static final String FAINT = "#8a929b";

  /// What must not be overlooked: the knee.
  static final String ACCENT = "#b3261e";

  private static final List<String> APART =
      List.of(
          "#1b6ca8", "#e07a1f", "#2e933c", "#8d5a97", "#c2385a", "#12939a", "#8c6d31", "#5b6770");

  /// Anchors of a ramp from dark to light whose lightness rises evenly.
  private static final int[] RAMP = {0x3b1c6b, 0x2f5d9b, 0x1f8f8a, 0x59b454, 0xd9c022};

  private Palette() {}

  /// So many colours: unlike ones up to eight, beyond that a ramp, which at least keeps the order.
  static List<String> of(int levels) {
    return levels <= APART.size()
        ? APART.subList(0, levels)
        : IntStream.range(0, levels).mapToObj(i -> ramp(i / (levels - 1.0))).toList();
  }

  private static String ramp(double share) {
    double place = share * (RAMP.length - 1);
    int below = Math.min((int) place, RAMP.length - 2);
    double rest = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = RAMP[below] >> shift & 0xff;
      int to = RAMP[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + rest * (to - from)) << shift;
    }
    return "#%06x".formatted(colour);
  }
}
