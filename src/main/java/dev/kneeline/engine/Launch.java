package dev.kneeline.engine;

import java.util.List;
import java.util.Map;

/// How an engine's process is started.
///
/// @param command its words before the parameters; may hold placeholders such as `{model}`; empty
///   where the sweep file must give the command
/// @param environment variables set for it, below those of the sweep file
/// @param hostFlag flag that takes the address to listen on; empty if it has none
/// @param portFlag flag that takes the port; empty if it has none
/// @param defaultPort where it listens when no port is given
/// @param simulated whether its figures come from a model and must be marked so everywhere
public record Launch(
    List<String> command,
    Map<String, String> environment,
    String hostFlag,
    String portFlag,
    int defaultPort,
    boolean simulated) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
