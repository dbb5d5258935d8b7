package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `500ms`, `30s`, `15 min`, `6h`, `2 days`, `1h30m`.
final class Periods {

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-z]*)\\s*");
  private static final BigDecimal NANOS_A_SECOND = BigDecimal.valueOf(1_000_000_000);

  /// Three years: whatever is longer is a slip.
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(100_000_000);

  private Periods() {}

  /// The time that a scalar tells; a bare number counts seconds.
  static Optional<Duration> read(Node node) {
    return node instanceof Node.Scalar scalar && !(scalar.value() instanceof Value.Flag)
        ? read(scalar.text().strip())
        : Optional.empty();
  }

  static Optional<Duration> read(String text) {
    Matcher matcher = PART.matcher(text);
    BigDecimal total = BigDecimal.ZERO;
    int from = 0;
    while (from < text.length()) {
      matcher.region(from, text.length());
      if (!matcher.lookingAt() || matcher.group(1).length() > 12) {
        return Optional.empty();
      }
      Optional<BigDecimal> unit =
          seconds(matcher.group(2), from == 0 && matcher.end() == text.length());
      if (unit.isEmpty()) {
        return Optional.empty();
      }
      total = total.add(new BigDecimal(matcher.group(1)).multiply(unit.get()));
      from = matcher.end();
    }
    if (text.isEmpty() || total.compareTo(LONGEST_SECONDS) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofNanos(
            total.multiply(NANOS_A_SECOND).setScale(0, RoundingMode.HALF_UP).longValueExact()));
  }

  private static Optional<BigDecimal> seconds(String unit, boolean alone) {
    return switch (unit) {
      case "" -> alone ? Optional.of(BigDecimal.ONE) : Optional.empty();
      case "ms" -> Optional.of(new BigDecimal("0.001"));
      case "s", "sec", "second", "seconds" -> Optional.of(BigDecimal.ONE);
      case "m", "min", "minute", "minutes" -> Optional.of(BigDecimal.valueOf(60));
      case "h", "hour", "hours" -> Optional.of(BigDecimal.valueOf(3600));
      case "d", "day", "days" -> Optional.of(BigDecimal.valueOf(86_400));
      default -> Optional.empty();
    };
  }
}
