package dev.kneeline.sweep;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema (2020-12) of the sweep file, from its field table: what editors complete and
/// check by.
///
/// It accepts every file that the reader accepts, but for keys whose words are joined by `_`, and
/// refuses most of what the reader refuses; rules and names across sections are the reader's alone.
public final class SweepSchema {

  private static final Map<String, Object> PLACEHOLDER = Map.of("$ref", "#/$defs/placeholder");
  private static final Map<String, Object> VALUE = Map.of();

  private SweepSchema() {}

  /// The schema as text, with a line break at its end.
  public static String json() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Kneeline sweep file");
    schema.putAll(section(""));
    schema.put("patternProperties", Map.of("^x-", Map.of("description", "A place for anchors.")));
    schema.put("$defs", Map.of("placeholder", placeholder()));
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(schema)
            .replace("\r\n", "\n")
        + "\n";
  }

  /// `{name}` with or without quotes; without them an editor sees a map of one key to null.
  private static Map<String, Object> placeholder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "object");
    map.put("minProperties", 1);
    map.put("maxProperties", 1);
    map.put("propertyNames", Map.of("pattern", "^[A-Za-z_][A-Za-z0-9_]*$"));
    map.put("additionalProperties", Map.of("type", "null"));
    return ordered(
        "description",
        "A placeholder that a parameter fills.",
        "anyOf",
        List.of(map, ordered("type", "string", "pattern", "\\{[A-Za-z_][A-Za-z0-9_]*\\}")));
  }

  private static Map<String, Object> section(String path) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Field field : SweepFields.TABLE.below(path)) {
      properties.put(field.key(), property(field));
      if (field.required()) {
        required.add(field.key());
      }
    }
    Map<String, Object> section = ordered("type", "object", "properties", properties);
    if (!required.isEmpty()) {
      section.put("required", required);
    }
    section.put("additionalProperties", false);
    return section;
  }

  private static Map<String, Object> property(Field field) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", "%s Default: %s.".formatted(field.description(), field.fallback()));
    property.putAll(field.path().equals("load") ? load() : type(field.type(), field.path()));
    return property;
  }

  private static Map<String, Object> type(FieldType type, String path) {
    return switch (type) {
      case FieldType.Phrase phrase -> ordered("type", "string");
      case FieldType.Text text -> ordered("type", List.of("string", "number", "boolean"));
      case FieldType.Whole(long least) -> ordered("type", "integer", "minimum", least);
      case FieldType.Positive positive -> ordered("type", "number", "exclusiveMinimum", 0);
      case FieldType.Switch onOff -> ordered("type", "boolean");
      case FieldType.Period period ->
          ordered("type", List.of("string", "number"), "pattern", "^[0-9]", "minimum", 0);
      case FieldType.Word(List<String> words) -> ordered("enum", words);
      case FieldType.Command command ->
          anyOf(
              ordered("type", "string"), ordered("type", "array", "minItems", 1, "items", word()));
      case FieldType.Axis axis ->
          anyOf(
              ordered("type", "array", "minItems", 1),
              ordered("type", List.of("string", "number", "boolean", "null")));
      case FieldType.Any any -> VALUE;
      case FieldType.Listing(FieldType item) -> {
        Map<String, Object> items = type(item, path + "[]");
        yield anyOf(ordered("type", "array", "items", items), items);
      }
      case FieldType.Table(FieldType value) ->
          ordered("type", "object", "additionalProperties", type(value, path + ".*"));
      case FieldType.Section section -> section(path);
      case FieldType.Either(List<FieldType> types) ->
          ordered("anyOf", types.stream().map(each -> type(each, path)).toList());
    };
  }

  private static Map<String, Object> word() {
    return anyOf(ordered("type", List.of("string", "number", "boolean")), PLACEHOLDER);
  }

  /// The options of the generator, so that editors complete them.
  private static Map<String, Object> load() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (LoadOption option : LoadOptions.names()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", option.help() + ".");
      property.putAll(option(option.kind()));
      properties.put(option.name(), property);
    }
    return ordered(
        "type",
        "object",
        "properties",
        properties,
        "patternProperties",
        ordered("_", VALUE),
        "additionalProperties",
        false);
  }

  private static Map<String, Object> option(LoadOption.Kind kind) {
    return switch (kind) {
      case WHOLE -> anyOf(ordered("type", List.of("integer", "null")), PLACEHOLDER);
      case NUMBER ->
          anyOf(
              ordered("type", List.of("number", "null")),
              ordered("enum", List.of("inf")),
              PLACEHOLDER);
      case FLAG -> anyOf(ordered("type", List.of("boolean", "null")), PLACEHOLDER);
      case TEXT, LIST, PAIRS, JSON -> VALUE;
    };
  }

  private static Map<String, Object> anyOf(Object... types) {
    return ordered("anyOf", List.of(types));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int index = 0; index < pairs.length; index += 2) {
      map.put((String) pairs[index], pairs[index + 1]);
    }
    return map;
  }
}
