package dev.kneeline.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One process of a server, as an argument vector: no shell ever reads it.
///
/// @param role its kind within the server, `server` where there is only one
/// @param arguments program and arguments; holes are runtime names only
/// @param environment variables set above the inherited ones
public record ProcessCommand(
    String role, List<Template> arguments, Map<String, Template> environment) {

  public ProcessCommand {
    arguments = List.copyOf(arguments);
  }

  /// The command as a person would type it, with open holes as `{name}` and secrets hidden.
  public String show() {
    String variables =
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + shown(entry.getKey(), entry.getValue()) + " ")
            .collect(Collectors.joining());
    return variables
        + ShellText.join(Secrets.hideInArguments(arguments.stream().map(Template::show).toList()));
  }

  private static String shown(String name, Template value) {
    return ShellText.quote(Secrets.hide(name, value.show()));
  }
}
