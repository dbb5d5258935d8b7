package dev.kneeline.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A verb of the command line: its command is built only when it is called, so that `--help` stays
/// quick.
///
/// @param name as typed
/// @param summary one line of `--help`
/// @param command makes the picocli command
/// @param hidden left out of `--help`
record Verb(String name, String summary, Supplier<Object> command, boolean hidden) {

  static Verb of(String name, String summary, Supplier<Object> command) {
    return new Verb(name, summary, command, false);
  }

  static Verb hidden(String name, Supplier<Object> command) {
    return new Verb(name, "", command, true);
  }

  static Optional<Verb> find(List<Verb> verbs, String name) {
    return verbs.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }
}
