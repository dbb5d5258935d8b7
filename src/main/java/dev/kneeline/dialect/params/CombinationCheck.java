package dev.kneeline.dialect.params;

import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Catalogue;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells which given combinations are invalid and why.
///
/// A combination may lack parameters: a rule is asked only if all that it reads is there. So a
/// setting whose switch is not mentioned is not held against it.
final class CombinationCheck {

  private final Catalogue catalogue;
  private final List<Asked> asked = new ArrayList<>();

  /// One expression and the rule that it belongs to.
  private record Asked(Catalogue.Conflict conflict, Rule rule) {}

  /// What is wrong with a combination.
  ///
  /// @param index of the combination in its file, from 0
  /// @param rule the rule that it breaks, or `values` for a name or value that the catalogue lacks
  /// @param reason for people
  record Finding(long index, String rule, String reason) {}

  CombinationCheck(Catalogue catalogue) {
    this.catalogue = catalogue;
    catalogue
        .compiled()
        .forEach(
            (conflict, rule) -> rule.parts().forEach(part -> asked.add(new Asked(conflict, part))));
  }

  /// How many combinations a file has, and what is wrong with them.
  record Report(long combinations, List<Finding> findings) {}

  /// Checks a JSON list of objects.
  Report check(Path file) {
    JsonNode list = read(file);
    List<Finding> findings = new ArrayList<>();
    long index = 0;
    for (JsonNode combination : list) {
      if (!combination.isObject()) {
        throw new ParamsRefusal(
            "%s: item %d is no object".formatted(file, index),
            "each combination is {name: value, ...}");
      }
      findings.addAll(check(index++, combination));
    }
    return new Report(index, findings);
  }

  private static JsonNode read(Path file) {
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

  private List<Finding> check(long index, JsonNode combination) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Value> values = new LinkedHashMap<>();
    combination
        .properties()
        .forEach(property -> {
          String name = property.getKey();
          Value value = value(property.getValue());
          catalogue
              .find(name)
              .ifPresentOrElse(
                  entry -> {
                    values.put(entry.name(), value);
                    if (!entry.values().contains(value)) {
                      findings.add(outside(index, entry, value));
                    }
                  },
                  () -> findings.add(unknown(index, name)));
        });
    asked.stream()
        .filter(each -> values.keySet().containsAll(each.rule().reads()))
        .filter(each -> !each.rule().holds(name -> values.getOrDefault(name, Value.UNSET)))
        .map(each -> new Finding(index, each.conflict().name(), because(each)))
        .forEach(findings::add);
    return findings;
  }

  private static String because(Asked broken) {
    String reason = broken.conflict().reason();
    String text = broken.rule().text();
    return reason.isEmpty() ? text : "%s (%s)".formatted(reason, text);
  }

  private static Finding outside(long index, Catalogue.Entry entry, Value value) {
    return new Finding(index, "values", "%s has no value %s".formatted(entry.name(), value.json()));
  }

  private Finding unknown(long index, String name) {
    List<String> known = catalogue.parameters().stream().map(Catalogue.Entry::name).toList();
    String hint =
        Nearest.to(Names.key(name), known).map("; did you mean '%s'?"::formatted).orElse("");
    return new Finding(index, "values", "unknown parameter '%s'%s".formatted(name, hint));
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Value.UNSET;
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> number(node);
      case STRING -> Value.of(node.stringValue());
      case ARRAY -> new Value.Items(node.valueStream().map(CombinationCheck::value).toList());
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
