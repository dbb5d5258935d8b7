package dev.kneeline.sweep;

import dev.kneeline.space.Names;
import dev.kneeline.space.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A parameter's name as sweep files write it.
///
/// @param key the one spelling under which it is kept, such as `server.max-num-seqs`
record ParameterName(String key) {

  /// Processes of which a server may consist; only servers of several processes have them.
  static final List<String> ROLES = List.of("prefill", "decode", "router");

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(allocation|server|load|env|%s)\\.(?:[\\w.-]+)|[A-Za-z_][\\w-]*)"
              .formatted(String.join("|", ROLES)));

  /// The name, or nothing for a text that is none.
  static Optional<ParameterName> parse(String text) {
    return FORM.matcher(text).matches() && !text.endsWith(".")
        ? Optional.of(new ParameterName(Names.key(text)))
        : Optional.empty();
  }

  /// `server`, `load` and so on; empty for a bare name, which only fills its placeholder.
  String prefix() {
    return key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
  }

  boolean isBare() {
    return !key.contains(".");
  }

  boolean hasRole() {
    return ROLES.contains(prefix());
  }

  /// The part behind the prefix.
  String option() {
    return key.substring(key.indexOf('.') + 1);
  }

  /// The placeholder that it fills: `server.max-num-seqs` is `{max_num_seqs}`.
  String placeholder() {
    return Names.variable(Names.brief(key));
  }

  /// What must restart when it changes.
  ///
  /// @param shapesServer whether the server's part of the file uses its placeholder
  Scope scope(boolean shapesServer) {
    return switch (prefix()) {
      case "allocation" -> Scope.ALLOCATION;
      case "", "load" -> shapesServer ? Scope.SERVER : Scope.LOAD;
      default -> Scope.SERVER;
    };
  }
}
