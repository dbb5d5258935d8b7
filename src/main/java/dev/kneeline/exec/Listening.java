package dev.kneeline.exec;

import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Template;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Where a server that is to be started will listen.
final class Listening {

  /// Servers of ours are reached from this machine only.
  static final String HOST = "127.0.0.1";

  private Listening() {}

  /// The port that the server insists on: the file's, else the one its command names, else, where
  /// the command leaves no place for ours, the engine's own. Empty: it takes any port we give it.
  static OptionalInt fixedPort(ServerSpec.Start spec) {
    if (spec.port().isPresent()) {
      return spec.port();
    }
    if (spec.processes().stream().anyMatch(Listening::takesPort)) {
      return OptionalInt.empty();
    }
    ProcessCommand last = spec.processes().getLast();
    OptionalInt named =
        named(last.arguments().stream().map(Template::show).toList(), portFlag(spec));
    int usual = spec.engine().launch().defaultPort();
    return named.isPresent() || usual == 0 ? named : OptionalInt.of(usual);
  }

  private static String portFlag(ServerSpec.Start spec) {
    String flag = spec.engine().launch().portFlag();
    return flag.isEmpty() ? "--port" : flag;
  }

  private static boolean takesPort(ProcessCommand process) {
    return Stream.concat(process.arguments().stream(), process.environment().values().stream())
        .flatMap(template -> template.holes().stream())
        .anyMatch(hole -> hole.equals("port") || hole.equals("base_url"));
  }

  /// The last `--port N` or `--port=N`, since programs let the last one win.
  private static OptionalInt named(List<String> words, String flag) {
    for (int index = words.size() - 1; index >= 0; index--) {
      String word = words.get(index);
      String value = "";
      if (word.startsWith(flag + "=")) {
        value = word.substring(flag.length() + 1);
      } else if (word.equals(flag) && index + 1 < words.size()) {
        value = words.get(index + 1);
      }
      if (value.matches("[0-9]{1,5}")) {
        return OptionalInt.of(Integer.parseInt(value));
      }
    }
    return OptionalInt.empty();
  }
}
