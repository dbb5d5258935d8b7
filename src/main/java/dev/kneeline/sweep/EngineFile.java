package dev.kneeline.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// The YAML that an engine reads: flags by name, or sections of them, such as `prefill` and
/// `decode`.
public final class EngineFile {

  private EngineFile() {}

  /// The values of each flag as they are spelled: several for a list, none for null.
  ///
  /// @param section the key below which the flags stand, or "" for the file's top
  /// @throws IllegalArgumentException where it is not such a file; the message says what is wrong
  public static Map<String, List<String>> flags(String text, String section) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Optional<Node> top;
    try {
      top = new Compose(settings).composeString(text);
    } catch (YamlEngineException broken) {
      throw new IllegalArgumentException(broken.getMessage(), broken);
    }
    Map<String, Node> members = top.map(EngineFile::members).orElse(Map.of());
    if (!section.isEmpty()) {
      Node below = members.get(section);
      if (below == null) {
        throw new IllegalArgumentException(
            "it has no section '%s', only %s".formatted(section, members.keySet()));
      }
      members = members(below);
    }
    Map<String, List<String>> flags = new LinkedHashMap<>();
    members.forEach((key, value) -> flags.put(key, values(key, value)));
    return flags;
  }

  private static Map<String, Node> members(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw new IllegalArgumentException("flags by name are expected");
    }
    Map<String, Node> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new IllegalArgumentException("a flag's name is a word");
      }
      members.put(key.getValue(), tuple.getValueNode());
    }
    return members;
  }

  private static List<String> values(String key, Node node) {
    if (node instanceof SequenceNode list) {
      List<String> values = new ArrayList<>();
      list.getValue().forEach(each -> values.addAll(values(key, each)));
      return values;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? List.of() : List.of(scalar.getValue());
    }
    throw new IllegalArgumentException("'%s' is neither a value nor a list".formatted(key));
  }
}
