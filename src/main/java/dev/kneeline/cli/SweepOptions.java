package dev.kneeline.cli;

import dev.kneeline.sweep.Overrides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// The options of every verb that reads a sweep file; they use the file's own grammar.
final class SweepOptions {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the sweep file, or a JSON list of combinations as `params` writes it")
  @Nullable Path file;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "the engine that a list of combinations is for; sim tries it out")
  @Nullable String engine;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "the model that is served for a list of combinations")
  @Nullable String model;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      parameterConsumer = Assignments.class,
      description = "set a key, as load.num-prompts=100 does; beats the file")
  List<String> set = new ArrayList<>();

  @Option(
      names = "--sweep",
      paramLabel = "NAME=VALUES",
      parameterConsumer = Assignments.class,
      description = "sweep a parameter: mem=0.80,0.85 conc=4..256x2; beats the file's axis")
  List<String> sweep = new ArrayList<>();

  @Option(
      names = "--zip",
      paramLabel = "NAME=VALUES",
      parameterConsumer = Groups.class,
      description = "parameters that move together: tp=4,8 nodes=1,2")
  List<List<String>> zip = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "RULE",
      description = "keep only points for which the rule holds, such as 'tp * pp <= 8'")
  List<String> where = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "at most N points; 1 is a smoke test")
  @Nullable Integer limit;

  @Option(
      names = "--simulate",
      description = "simulated engines in place of vllm, sglang and trtllm; no GPU is used")
  boolean simulate;

  @Option(
      names = {"-o", "--dir"},
      paramLabel = "DIR",
      description = "the study's folder (default: results/NAME)")
  @Nullable Path directory;

  /// Takes the words that assign something and stops at the first that does not, so that the file
  /// may stand behind `--set a=1 b=2` too.
  private static List<String> assignments(
      Stack<String> words, CommandSpec command, ArgSpec option) {
    if (words.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "option %s takes %s".formatted(((OptionSpec) option).longestName(), option.paramLabel()));
    }
    List<String> taken = new ArrayList<>(List.of(words.pop()));
    while (!words.isEmpty() && words.peek().matches("[^-=][^=]*=.*")) {
      taken.add(words.pop());
    }
    return taken;
  }

  /// All occurrences of an option together.
  static final class Assignments implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      List<String> values = option.getValue();
      values.addAll(assignments(words, command, option));
    }
  }

  /// Each occurrence of an option by itself.
  static final class Groups implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      List<List<String>> values = option.getValue();
      values.add(assignments(words, command, option));
    }
  }

  /// What the command line says about the file.
  Overrides overrides() {
    return new Overrides(set, sweep, zip, where, Optional.ofNullable(limit).map(String::valueOf));
  }

  OptionalInt limit() {
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
