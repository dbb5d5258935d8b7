package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What a YAML scalar means, and whether YAML 1.1 readers, such as the engines', see the same in
/// it.
final class Scalars {

  /// @param value by the core schema of YAML 1.2
  /// @param error what cannot be understood
  /// @param warning what YAML 1.1 understands differently
  /// @param hint the way out of either
  record Reading(Value value, Optional<String> error, Optional<String> warning, String hint) {}

  /// Texts of YAML 1.2 that YAML 1.1 takes for something else.
  private static final Map<Pattern, String> OTHERWISE_IN_1_1 =
      Map.of(
          Pattern.compile("yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"), "a switch",
          Pattern.compile("[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"), "a number to base 60",
          Pattern.compile("[-+]?[0-9][0-9_]*_[0-9_]*(\\.[0-9_]*)?"), "a number without its _",
          Pattern.compile("[-+]?0b[01_]+"), "a binary number",
          Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"), "a date");

  private static final Pattern OCTAL_IN_1_1 = Pattern.compile("[-+]?0[0-7]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  /// Longer exponents would make numbers that nothing can compute with.
  private static final int LARGEST_EXPONENT = 400;

  private Scalars() {}

  static Reading read(Tag tag, String text, boolean plain) {
    if (tag.equals(Tag.STR)) {
      return plain ? plainText(text) : good(new Value.Text(text));
    }
    if (tag.equals(Tag.NULL)) {
      return good(Value.UNSET);
    }
    if (tag.equals(Tag.BOOL)) {
      return good(new Value.Flag(text.equalsIgnoreCase("true")));
    }
    if (tag.equals(Tag.INT)) {
      return whole(text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return real(text);
    }
    return bad(
        "the tag '%s' means nothing here".formatted(tag.getValue()),
        "put quotes around an expression that begins with !, else take it out");
  }

  private static Reading plainText(String text) {
    Value value = new Value.Text(text);
    return OTHERWISE_IN_1_1.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(text).matches())
        .findFirst()
        .map(entry ->
            warned(
                value,
                "'%s' is text here and in YAML 1.2, but %s in YAML 1.1"
                    .formatted(text, entry.getValue()),
                "put quotes around it, or write true or false for a switch"))
        .orElseGet(() -> good(value));
  }

  private static Reading whole(String text) {
    try {
      BigInteger number = integer(text);
      if (number.bitLength() >= Long.SIZE) {
        return good(new Value.Real(new BigDecimal(number), text));
      }
      Value value = new Value.Whole(number.longValueExact(), text);
      return OCTAL_IN_1_1.matcher(text).matches()
          ? warned(
              value,
              "%s is %s here and in YAML 1.2, but octal in YAML 1.1".formatted(text, number),
              "leave out the leading zero")
          : good(value);
    } catch (NumberFormatException no) {
      return bad("'%s' is not a whole number".formatted(text), "write it in decimal digits");
    }
  }

  private static BigInteger integer(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
  }

  private static Reading real(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith("inf")) {
      return good(new Value.Text(lower.startsWith("-") ? "-inf" : "inf"));
    }
    if (!DECIMAL.matcher(text).matches()) {
      return bad("'%s' is not a number".formatted(text), "write it in decimal digits");
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
        return bad("'%s' is too large or too small".formatted(text), "");
      }
      Value value = new Value.Real(number, text);
      return text.contains(".")
          ? good(value)
          : warned(
              value,
              "%s is a number here and in YAML 1.2, but text in YAML 1.1".formatted(text),
              "write it with a decimal point");
    } catch (ArithmeticException | NumberFormatException no) {
      return bad("'%s' is too large or too small".formatted(text), "");
    }
  }

  private static Reading good(Value value) {
    return new Reading(value, Optional.empty(), Optional.empty(), "");
  }

  private static Reading warned(Value value, String warning, String hint) {
    return new Reading(value, Optional.empty(), Optional.of(warning), hint);
  }

  private static Reading bad(String error, String hint) {
    return new Reading(Value.UNSET, Optional.of(error), Optional.empty(), hint);
  }
}
