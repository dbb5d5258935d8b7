package dev.kneeline.dialect.params;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a file of combinations as `--output` writes it: a JSON list of objects.
final class CombinationFile {

  private CombinationFile() {}

  /// The combinations in order, each with its names in order; null is an unset value.
  ///
  /// @throws ParamsRefusal where the file is none of that
  static List<SequencedMap<String, Value>> read(Path file) {
    List<SequencedMap<String, Value>> combinations = new ArrayList<>();
    for (JsonNode combination : list(file)) {
      if (!combination.isObject()) {
        throw new ParamsRefusal(
            "%s: item %d is no object".formatted(file, combinations.size()),
            "each combination is {name: value, ...}");
      }
      SequencedMap<String, Value> values = new LinkedHashMap<>();
      combination.properties().forEach(each -> values.put(each.getKey(), value(each.getValue())));
      combinations.add(values);
    }
    return combinations;
  }

  private static JsonNode list(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParamsRefusal("cannot read " + file, "name a JSON file as --output writes it");
    }
    try {
      JsonNode list = JsonMapper.shared().readTree(file.toFile());
      if (!list.isArray()) {
        throw new ParamsRefusal(
            file + " is no JSON list", "a list of combinations is expected, as --output writes it");
      }
      return list;
    } catch (JacksonException broken) {
      throw new ParamsRefusal(
          "%s is no JSON: %s (%s:%d:%d)"
              .formatted(
                  file,
                  broken.getOriginalMessage(),
                  file,
                  broken.getLocation().getLineNr(),
                  broken.getLocation().getColumnNr()),
          "a list of combinations is expected, as --output writes it");
    }
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Value.UNSET;
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> number(node);
      case STRING -> Value.of(node.stringValue());
      case ARRAY -> new Value.Items(node.valueStream().map(CombinationFile::value).toList());
      case OBJECT, POJO -> {
        LinkedHashMap<String, Value> entries = new LinkedHashMap<>();
        node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
        yield new Value.Entries(entries);
      }
      case BINARY -> Value.of(node.asString());
    };
  }

  private static Value number(JsonNode node) {
    BigDecimal number = node.decimalValue();
    return node.canConvertToLong() && node.isIntegralNumber()
        ? Value.of(node.longValue())
        : Value.of(number);
  }
}
