package dev.kneeline.sim;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in as a tree, and out as text.
final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /// A text with its quotes.
  static String text(String text) {
    return MAPPER.writeValueAsString(text);
  }

  /// An object whose values are JSON already.
  static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> text(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /// @throws ApiError where the bytes are no JSON object
  static JsonNode read(byte[] body) {
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (!tree.isObject()) {
        throw new ApiError(400, "BadRequestError", "the body is not a JSON object");
      }
      return tree;
    } catch (JacksonException notJson) {
      throw new ApiError(
          400, "BadRequestError", "JSON decode error: " + notJson.getOriginalMessage());
    }
  }
}
