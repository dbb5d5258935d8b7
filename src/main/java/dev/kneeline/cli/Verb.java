package dev.kneeline.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A verb of the command line: its command is built only when it is called, so that `--help` stays
/// quick.
///
/// @param name as typed
/// @param summary one line of `--help`
/// @param action what it does
/// @param hidden left out of `--help`
record Verb(String name, String summary, Action action, boolean hidden) {

  /// What a verb does.
  sealed interface Action {
    /// @param verb as typed
    /// @param words what follows it
    /// @return the exit code
    int run(String verb, List<String> words, PrintWriter out, PrintWriter err);
  }

  /// A command whose options picocli reads.
  record Command(Supplier<Object> command) implements Action {
    @Override
    public int run(String verb, List<String> words, PrintWriter out, PrintWriter err) {
      return ParsedCommand.run(verb, command.get(), words, out, err);
    }
  }

  /// A command that reads its own words: a stand-in for another program, which must take that
  /// program's spellings.
  record OwnWords(Program program) implements Action {
    @Override
    public int run(String verb, List<String> words, PrintWriter out, PrintWriter err) {
      return program.run(words, out, err);
    }
  }

  /// Reads words, writes to two streams, gives an exit code.
  interface Program {
    int run(List<String> words, PrintWriter out, PrintWriter err);
  }

  static Verb of(String name, String summary, Supplier<Object> command) {
    return new Verb(name, summary, new Command(command), false);
  }

  static Verb ownWords(String name, String summary, Program program) {
    return new Verb(name, summary, new OwnWords(program), false);
  }

  static Verb hidden(String name, Supplier<Object> command) {
    return new Verb(name, "", new Command(command), true);
  }

  static Optional<Verb> find(List<Verb> verbs, String name) {
    return verbs.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }
}
