package dev.kneeline.analysis;

import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Parsed;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regression gate, such as `output_throughput < -5% and significant`: which difference makes a
/// comparison fail.
///
/// @param below true when changes below the limit fail, false when those above do
/// @param share the limit as a share of the first study's figure, with its sign
/// @param significantOnly whether a difference that chance may explain passes
public record Gate(String key, boolean below, double share, boolean significantOnly) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(\\S+?)\\s*([<>])\\s*([-+]?\\d+(?:\\.\\d+)?)\\s*%\\s*(and\\s+significant)?\\s*");

  /// Reads a gate.
  public static Parsed<Gate> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return new Parsed.Bad<>(
          "'%s' is not a gate".formatted(text.strip()),
          "write for example output_throughput < -5% and significant");
    }
    String key = matcher.group(1);
    if (Metrics.find(key).isEmpty()) {
      return new Parsed.Bad<>(
          "unknown metric '%s'".formatted(key),
          Metrics.nearest(key)
              .map("did you mean '%s'?"::formatted)
              .orElse("the metrics are listed in docs/reference/metrics.md"));
    }
    double share = Double.parseDouble(matcher.group(3)) / 100;
    boolean below = matcher.group(2).equals("<");
    return new Parsed.Good<>(new Gate(key, below, share, matcher.group(4) != null));
  }

  /// Whether a difference makes the comparison fail.
  public boolean fails(Difference difference) {
    boolean past = below ? difference.change() < share : difference.change() > share;
    return difference.key().equals(key) && past && (!significantOnly || difference.significant());
  }
}
