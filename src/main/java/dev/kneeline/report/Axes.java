package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Scale;
import java.util.List;

/// Axes chosen from the data.
final class Axes {

  /// Beyond this ratio of largest to smallest a linear axis would press half the points into a
  /// corner.
  private static final double WIDE = 40;

  private static final double AIR = 0.08;

  private Axes() {}

  /// An axis that holds all means with air around them, and error bars as far as they stay in
  /// sight: one wild interval must not press everything else flat.
  ///
  /// @param averages at least one
  static Axis over(String key, List<Average> averages) {
    double low = averages.stream().mapToDouble(Average::mean).min().orElseThrow();
    double high = averages.stream().mapToDouble(Average::mean).max().orElseThrow();
    String name = MetricText.axis(key);
    if (low > 0 && high / low > WIDE) {
      double air = Math.pow(high / low, AIR);
      return new Axis(name, Scale.LOG10, low / air, high * air);
    }
    double span = high > low ? high - low : Math.max(Math.abs(high), 1);
    boolean fromZero = low >= 0 && low <= high / 2;
    return new Axis(name, Scale.LINEAR, fromZero ? 0 : low - 2 * AIR * span, high + 2 * AIR * span);
  }
}
