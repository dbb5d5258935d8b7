package dev.kneeline.metric;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A limit on a metric, such as `p99_ttft_ms <= 200`: what a configuration must keep to be an
/// answer.
///
/// @param key the metric's key
/// @param limit in the metric's unit
public record Slo(String key, Comparison comparison, double limit) {

  /// The comparisons that a limit may ask for; there is no equality, since figures are measured.
  public enum Comparison {
    AT_MOST("<="),
    AT_LEAST(">="),
    BELOW("<"),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(double value, double limit) {
      return switch (this) {
        case AT_MOST -> value <= limit;
        case AT_LEAST -> value >= limit;
        case BELOW -> value < limit;
        case ABOVE -> value > limit;
      };
    }

    private boolean upper() {
      return this == AT_MOST || this == BELOW;
    }
  }

  private static final Pattern FORM =
      Pattern.compile("\\s*([\\w.]+)\\s*(<=|>=|<|>)\\s*([-+.\\dEe]+)\\s*(ms|s)?\\s*");
  private static final String EXAMPLE = "write for example p99_ttft_ms <= 200";

  /// Reads a limit on a metric of the table; a time may carry `ms` or `s`.
  public static Parsed<Slo> parse(String text) {
    return parse(text, Set.of());
  }

  /// Reads a limit on a metric of the table or on one of some further keys, which the result file
  /// of a user's own benchmark has.
  public static Parsed<Slo> parse(String text, Set<String> furtherKeys) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return new Parsed.Bad<>("'%s' is not a limit on a metric".formatted(text.strip()), EXAMPLE);
    }
    String key = matcher.group(1);
    double number = Numbers.read(matcher.group(3));
    if (Double.isNaN(number)) {
      return new Parsed.Bad<>("'%s' is not a number".formatted(matcher.group(3)), EXAMPLE);
    }
    boolean time = Metrics.find(key).filter(m -> m.unit() == Unit.MILLISECONDS).isPresent();
    String unit = matcher.group(4);
    if (unit != null && !time) {
      return new Parsed.Bad<>(
          "%s is not a time in milliseconds".formatted(key), "leave out '%s'".formatted(unit));
    }
    double limit = "s".equals(unit) ? number * 1000 : number;
    Comparison comparison = comparison(matcher.group(2));
    return Keys.check(key, furtherKeys, () -> new Slo(key, comparison, limit));
  }

  /// Whether a run keeps the limit. A run without the figure does not: no answer is no pass.
  public boolean holds(Figures figures) {
    OptionalDouble value = figures.value(key);
    return value.isPresent() && holds(value.getAsDouble());
  }

  /// Whether a value, in the metric's unit, keeps the limit.
  public boolean holds(double value) {
    return comparison.holds(value, limit);
  }

  /// How far a value is past the limit as a share of it: 250 against `<= 200` is 0.25, 150 is
  /// -0.25; against `>=` the signs turn. A limit of 0 has no shares, so there the distance itself
  /// is given.
  public double excess(double value) {
    double distance = comparison.upper() ? value - limit : limit - value;
    return limit == 0 ? distance : distance / Math.abs(limit);
  }

  /// As a person would write it.
  public String text() {
    return key + " " + comparison.sign() + " " + Numbers.shortest(limit);
  }

  private static Comparison comparison(String sign) {
    return List.of(Comparison.values()).stream()
        .filter(each -> each.sign().equals(sign))
        .findFirst()
        .orElseThrow();
  }
}
