package dev.kneeline.plan;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;

/// What is applied in a run, with every parameter filled in.
public sealed interface LoadSpec {

  /// Options of the built-in generator, without `load.`.
  record Generated(Map<String, Value> options) implements LoadSpec {}

  /// A command and where it leaves its figures; holes are runtime names only.
  record External(ProcessCommand command, ResultSource result) implements LoadSpec {}

  /// One line for a person.
  default String show() {
    return switch (this) {
      case Generated(Map<String, Value> options) -> {
        List<String> words =
            options.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Value.Unset))
                .map(entry ->
                    "--"
                        + entry.getKey()
                        + " "
                        + ShellText.quote(
                            Secrets.hide(entry.getKey(), entry.getValue()).spelling()))
                .toList();
        yield "kneeline bench serve " + String.join(" ", words);
      }
      case External(ProcessCommand command, ResultSource result) -> command.show();
    };
  }
}
