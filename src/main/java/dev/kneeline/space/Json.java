package dev.kneeline.space;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The little JSON that identities and previews are written in; reading JSON is done elsewhere.
final class Json {

  private Json() {}

  static String object(Map<String, Value> entries, Function<Value, String> write) {
    return entries.entrySet().stream()
        .map(entry -> quote(entry.getKey()) + ":" + write.apply(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      switch (character) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (character < ' ') {
            quoted.append("\\u%04x".formatted((int) character));
          } else {
            quoted.append(character);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
