package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Axes chosen from the data.
final class Axes {

  /// Beyond this ratio of largest to smallest a linear axis would press half the points into a
  /// corner.
  private static final double WIDE = 40;

  /// From this ratio on a parameter was raised by factors and not by steps.
  private static final double STEEP = 8;

  private static final double AIR = 0.08;

  private Axes() {}

  /// An axis that holds all means with air around them; error bars that reach farther are cut,
  /// since one wild interval must not press everything else flat.
  ///
  /// @param averages at least one
  static Axis over(String key, List<Average> averages) {
    double[] means = averages.stream().mapToDouble(Average::mean).toArray();
    return along(MetricText.axis(key), means, Optional.empty(), false);
  }

  /// An axis that holds some values with air around them.
  ///
  /// @param values at least one
  /// @param wanted its spacing; empty: linear, and logarithmic for values that are far apart
  /// @param ladder whether the values are a parameter's, which is raised by doubling
  static Axis along(String name, double[] values, Optional<Scale> wanted, boolean ladder) {
    double low = Arrays.stream(values).min().orElseThrow();
    double high = Arrays.stream(values).max().orElseThrow();
    Scale scale = wanted.orElseGet(() -> ladder ? ladder(values, low, high) : measured(low, high));
    if (scale != Scale.LINEAR && low > 0) {
      double air = high > low ? Math.pow(high / low, AIR) : 2;
      return new Axis(name, scale, low / air, high * air);
    }
    double span = high > low ? high - low : Math.max(Math.abs(high), 1);
    boolean fromZero = low >= 0 && low <= high / 2;
    double air = 2 * AIR * span;
    return new Axis(name, Scale.LINEAR, fromZero ? 0 : low - air, high + air);
  }

  private static Scale measured(double low, double high) {
    return low > 0 && high / low > WIDE ? Scale.LOG10 : Scale.LINEAR;
  }

  private static Scale ladder(double[] values, double low, double high) {
    boolean doubled = high / low >= 4 && Arrays.stream(values).allMatch(Axes::powerOfTwo);
    return low > 0 && (doubled || high / low >= STEEP) ? Scale.LOG2 : Scale.LINEAR;
  }

  private static boolean powerOfTwo(double value) {
    return value >= 1 && value < 1L << 52 && Long.bitCount((long) value) == 1 && value % 1 == 0;
  }
}
