package dev.kneeline.sweep;

import dev.kneeline.space.Names;
import java.util.List;
import java.util.Optional;

/// Where `--set KEY=VALUE` writes, and which parameter it would fix.
///
/// @param path of the map that takes the key
/// @param key in that map
/// @param parameter the name under which a sweep would vary the same thing; empty for a key of the
///   file that no sweep varies
record SetTarget(List<String> path, String key, String parameter) {

  static SetTarget of(String written) {
    int dot = written.indexOf('.');
    String head = dot < 0 ? written : written.substring(0, dot);
    String rest = dot < 0 ? "" : written.substring(dot + 1);
    return switch (head) {
      case "server" -> server(rest);
      case "env" -> new SetTarget(List.of("server", "env"), rest, "env." + rest);
      case "load" -> new SetTarget(List.of("load"), rest, Names.key("load." + rest));
      default -> other(written, head, rest);
    };
  }

  private static SetTarget server(String rest) {
    if (rest.startsWith("params.")) {
      return server(rest.substring("params.".length()), true);
    }
    if (rest.startsWith("env.")) {
      return of(rest);
    }
    int dot = rest.indexOf('.');
    String head = (dot < 0 ? rest : rest.substring(0, dot)).replace('_', '-');
    return server(rest, SweepFields.TABLE.at("server." + head).isEmpty());
  }

  private static SetTarget server(String rest, boolean parameter) {
    if (parameter) {
      return new SetTarget(List.of("server", "params"), rest, Names.key("server." + rest));
    }
    int dot = rest.indexOf('.');
    return dot < 0
        ? new SetTarget(List.of("server"), rest, "")
        : new SetTarget(List.of("server", rest.substring(0, dot)), rest.substring(dot + 1), "");
  }

  private static SetTarget other(String written, String head, String rest) {
    Optional<Field> field = SweepFields.TABLE.at(head.replace('_', '-'));
    if (field.isEmpty()) {
      // The value of a placeholder: a parameter with one value.
      return new SetTarget(List.of("sweep"), written, Names.key(written));
    }
    return rest.isEmpty()
        ? new SetTarget(List.of(), head, "")
        : new SetTarget(List.of(head.replace('_', '-')), rest, "");
  }
}
