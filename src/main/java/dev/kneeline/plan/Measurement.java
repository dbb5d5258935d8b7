package dev.kneeline.plan;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;

/// What applies load to a server and gives the figures.
public sealed interface Measurement {

  /// The built-in load generator.
  ///
  /// @param options constants by name without `load.`, named as in `vllm bench serve`
  record Generated(Map<String, Value> options) implements Measurement {}

  /// A command of the user's that writes a result file.
  ///
  /// @param command its words as templates; runtime names such as `{port}` and `{result_file}` are
  ///   filled when it starts
  /// @param options constants that become flags behind it, as swept `load.` parameters do
  /// @param environment variables for it alone
  /// @param result where its figures are read from
  record External(
      List<Template> command,
      Map<String, Value> options,
      Map<String, Template> environment,
      ResultSource result)
      implements Measurement {

    public External {
      command = List.copyOf(command);
    }
  }
}
