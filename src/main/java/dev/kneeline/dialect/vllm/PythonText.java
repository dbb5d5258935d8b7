package dev.kneeline.dialect.vllm;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Values as Python's `str` writes them, which is how vLLM names folders and fills its CSV: `True`,
/// `None`, `1e-07`, `{'x': [1, 2]}`.
final class PythonText {

  /// Between these powers of ten Python writes a number without an exponent.
  private static final int LEAST_EXPONENT = -4;

  private static final int MOST_EXPONENT = 16;

  private PythonText() {}

  static String of(Value value) {
    return value instanceof Value.Text(String text) ? text : inner(value);
  }

  /// The same for a value of a JSON file.
  static String of(JsonNode node) {
    return of(value(node));
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Value.UNSET;
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> numeric(node);
      case STRING, BINARY -> Value.of(node.asString());
      case ARRAY -> new Value.Items(node.valueStream().map(PythonText::value).toList());
      case OBJECT, POJO -> {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
        yield new Value.Entries(entries);
      }
    };
  }

  private static Value numeric(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Value.of(node.longValue());
    }
    return Double.isFinite(node.asDouble())
        ? new Value.Real(node.decimalValue(), node.asString())
        : Value.of(number(node.asDouble()));
  }

  private static String inner(Value value) {
    return switch (value) {
      case Value.Text(String text) -> quoted(text);
      case Value.Whole whole -> Long.toString(whole.number());
      case Value.Real real -> number(real.number().doubleValue());
      case Value.Flag(boolean on) -> on ? "True" : "False";
      case Value.Items items ->
          items.items().stream().map(PythonText::inner).collect(Collectors.joining(", ", "[", "]"));
      case Value.Entries entries ->
          entries.entries().entrySet().stream()
              .map(entry -> quoted(entry.getKey()) + ": " + inner(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Unset() -> "None";
    };
  }

  /// `repr` of a float: as few digits as tell it apart from its neighbours.
  static String number(double number) {
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= LEAST_EXPONENT && exponent < MOST_EXPONENT) {
      String plain = digits.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String quoted(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    return quote + text.replace("\\", "\\\\").replace("" + quote, "\\" + quote) + quote;
  }
}
