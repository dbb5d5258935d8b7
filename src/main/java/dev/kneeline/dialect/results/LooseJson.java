package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads JSON as other tools write it: several values behind one another, a NaN or an Infinity in
/// between, and lists of every request's every token, which are skipped and not kept.
final class LooseJson {

  /// What holds a value for each request or token.
  private static final Set<String> DETAILS =
      Set.of(
          "input_lens",
          "output_lens",
          "ttfts",
          "itls",
          "start_times",
          "generated_texts",
          "errors",
          "latencies",
          "rps_change_events",
          "individual_request_metrics",
          "requests",
          "pdf");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private LooseJson() {}

  /// The values of a file, one or many.
  ///
  /// @throws IllegalArgumentException for anything but JSON, saying where it breaks
  static List<Value> values(InputStream content) {
    List<Value> values = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        values.add(value(parser, token));
      }
      return values;
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "no valid JSON at line %d: %s"
              .formatted(malformed.getLocation().getLineNr(), malformed.getOriginalMessage()),
          malformed);
    }
  }

  private static Value value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_NUMBER_INT -> whole(parser.getString());
      case VALUE_NUMBER_FLOAT -> real(parser);
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NULL -> Value.UNSET;
      case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalArgumentException("unexpected JSON token " + token);
    };
  }

  private static Value object(JsonParser parser) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY && DETAILS.contains(name)) {
        parser.skipChildren();
      } else if (name.equals("requests") && token == JsonToken.START_OBJECT) {
        parser.skipChildren();
      } else {
        entries.put(name, value(parser, token));
      }
    }
    return new Value.Entries(entries);
  }

  private static Value items(JsonParser parser) {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return new Value.Items(items);
  }

  private static Value whole(String digits) {
    try {
      return new Value.Whole(Long.parseLong(digits), digits);
    } catch (NumberFormatException tooLarge) {
      return new Value.Real(new BigDecimal(digits), digits);
    }
  }

  /// What is not a number was not measured; infinity is a text, as in an option `inf`.
  private static Value real(JsonParser parser) {
    double number = parser.getDoubleValue();
    if (Double.isNaN(number)) {
      return Value.UNSET;
    }
    return Double.isInfinite(number)
        ? Value.of(number)
        : new Value.Real(new BigDecimal(parser.getString()), parser.getString());
  }
}
