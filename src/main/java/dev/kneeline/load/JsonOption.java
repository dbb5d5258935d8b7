package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An option whose value is a JSON object, given as a map or as its text.
final class JsonOption {

  private final OptionReader reader;

  JsonOption(OptionReader reader) {
    this.reader = reader;
  }

  /// The object's members, each as compact JSON.
  Map<String, String> members(String name) {
    Map<String, String> members = new LinkedHashMap<>();
    Value given = reader.value(name).orElse(Value.UNSET);
    if (given instanceof Value.Entries entries) {
      entries.entries().forEach((key, value) -> members.put(key, value.json()));
    } else if (!given.isUnset()) {
      parse(name, given.spelling(), members);
    }
    return members;
  }

  /// The whole object as compact JSON.
  Optional<String> value(String name) {
    return reader.isGiven(name)
        ? Optional.of(
            members(name).entrySet().stream()
                .map(member -> Value.of(member.getKey()).json() + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}")))
        : Optional.empty();
  }

  private void parse(String name, String text, Map<String, String> members) {
    try {
      JsonNode node = JsonMapper.shared().readTree(text);
      if (node.isObject()) {
        node.properties()
            .forEach(member -> members.put(member.getKey(), member.getValue().toString()));
        return;
      }
    } catch (JacksonException malformed) {
      // Told below.
    }
    reader.problem(name, "not a JSON object: %s".formatted(text), "write {\"key\": value}");
  }
}
