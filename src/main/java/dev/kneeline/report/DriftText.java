package dev.kneeline.report;

import dev.kneeline.analysis.Drift;
import dev.kneeline.analysis.Row;
import java.util.List;
import java.util.Locale;

/// What changed while nothing was changed, in sentences.
public final class DriftText {

  private static final double LEAST_P = 0.001;

  private DriftText() {}

  /// A sentence for each drift that is more than chance: `output_throughput fell 4 % (1 to 7 %)
  /// over the sweep (p = 0.003, 60 runs of 20 configurations).`
  public static List<String> of(List<Row> rows, String key) {
    return Drift.of(rows, key).stream().filter(Drift::significant).map(DriftText::line).toList();
  }

  static String line(Drift drift) {
    boolean fell = drift.change() < 0;
    double one = Math.abs(drift.interval().low());
    double other = Math.abs(drift.interval().high());
    return "%s %s %s %% (%s to %s %%) %s (p %s, %d runs of %d configurations)."
        .formatted(
            drift.key(),
            fell ? "fell" : "rose",
            percent(Math.abs(drift.change())),
            percent(Math.min(one, other)),
            percent(Math.max(one, other)),
            drift.over().words(),
            drift.p() < LEAST_P
                ? "< " + LEAST_P
                : "= " + String.format(Locale.ROOT, "%.2g", drift.p()),
            drift.runs(),
            drift.points());
  }

  private static String percent(double share) {
    return NumberText.tick(
        new java.math.BigDecimal(100 * share).round(new java.math.MathContext(2)).doubleValue());
  }
}
