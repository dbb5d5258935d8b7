package dev.kneeline.report;

import dev.kneeline.report.Chart.Axis;
import java.util.ArrayList;
import java.util.List;

/// Round numbers along an axis.
final class Ticks {

  private static final int ABOUT = 7;

  private Ticks() {}

  /// The ticks of an axis, rising, within its ends.
  static List<Double> of(Axis axis) {
    return switch (axis.scale()) {
      case LINEAR -> linear(axis.low(), axis.high());
      case LOG2 -> powersOfTwo(axis.low(), axis.high());
      case LOG10 -> oneTwoFive(axis.low(), axis.high());
    };
  }

  /// A step of 1, 2 or 5 times a power of ten that divides a span into about seven.
  static double step(double span) {
    double rough = span / ABOUT;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  private static List<Double> linear(double low, double high) {
    double step = step(high - low);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static List<Double> powersOfTwo(double low, double high) {
    int first = (int) Math.ceil(Math.log(low) / Math.log(2) - 1e-9);
    int last = (int) Math.floor(Math.log(high) / Math.log(2) + 1e-9);
    int stride = 1 + (last - first) / 10;
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power += stride) {
      ticks.add(Math.pow(2, power));
    }
    return ticks;
  }

  /// All of 1, 2, 5 times powers of ten, or over many decades only the powers.
  private static List<Double> oneTwoFive(double low, double high) {
    boolean many = Math.log10(high / low) > 4;
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (int lead : many ? new int[] {1} : new int[] {1, 2, 5}) {
        double tick = lead * Math.pow(10, power);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
