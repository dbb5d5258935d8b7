package dev.kneeline.metric;

/// Mean and deviation of plain numbers.
public final class Moments {

  private Moments() {}

  /// The arithmetic mean; NaN of no values.
  public static double mean(double[] values) {
    return sum(values) / values.length;
  }

  /// The sum, compensated for rounding (Kahan 1965), as a stream's is: a table of a hundred
  /// thousand runs asks for a million of them.
  static double sum(double[] values) {
    double sum = 0;
    double lost = 0;
    double plain = 0;
    for (double value : values) {
      double corrected = value - lost;
      double next = sum + corrected;
      lost = (next - sum) - corrected;
      sum = next;
      plain += value;
    }
    double total = sum - lost;
    return Double.isNaN(total) && Double.isInfinite(plain) ? plain : total;
  }

  /// Deviation of a whole population (divisor n), as numpy's `std`: of 2, 4, 4, 6 it is 1.414.
  public static double populationDeviation(double[] values) {
    return Math.sqrt(squares(values) / values.length);
  }

  /// Deviation estimated from a sample (divisor n - 1), for spreads over repetitions: of 2, 4, 4, 6
  /// it is 1.633. NaN of fewer than two values.
  public static double sampleDeviation(double[] values) {
    return values.length < 2 ? Double.NaN : Math.sqrt(squares(values) / (values.length - 1));
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    double[] squares = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      squares[index] = (values[index] - mean) * (values[index] - mean);
    }
    return sum(squares);
  }
}
