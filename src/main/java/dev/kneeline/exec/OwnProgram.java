package dev.kneeline.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command line that starts this very program again, with another verb.
final class OwnProgram {

  private static final String MAIN = "dev.kneeline.cli.Main";

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmn48m",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.awt.headless=true");

  private OwnProgram() {}

  /// @param cpus where it runs; empty: anywhere
  static List<String> command(Optional<String> cpus, String verb) {
    Surroundings here = Surroundings.here();
    List<String> command = new ArrayList<>();
    // A session of its own, so that Ctrl-C reaches it through its conductor only.
    Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    cpus.ifPresent(set -> command.addAll(List.of("taskset", "-c", set)));
    command.add(here.names().getOrDefault("java", "java"));
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", here.names().getOrDefault("classpath", "")));
    command.addAll(List.of(MAIN, verb));
    return command;
  }
}
