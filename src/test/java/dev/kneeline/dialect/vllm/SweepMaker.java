package dev.kneeline.dialect.vllm;

import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Prepares sweeps from commands and parameter files, as far as their plan.
final class SweepMaker {

  final ServeOptions options = new ServeOptions();
  private final Path folder;

  SweepMaker(Path folder) {
    this.folder = folder;
    options.experiment.outputDirectory = folder.resolve("results");
    options.serveCommand = "vllm serve m";
    options.benchCommand = "kneeline bench serve --num-prompts 4";
    options.runs = 1;
  }

  SweepMaker serve(String command) {
    options.serveCommand = command;
    return this;
  }

  SweepMaker bench(String command) {
    options.benchCommand = command;
    return this;
  }

  SweepMaker serveRows(String json) {
    options.serveParams = Optional.of(file("serve.json", json));
    return this;
  }

  SweepMaker benchRows(String json) {
    options.benchParams = Optional.of(file("bench.json", json));
    return this;
  }

  Prepared prepare() {
    return Prepared.of(options, new LinkedHashSet<>(), FolderNames.Searched.BELOW);
  }

  Plan plan() {
    return prepare().plan();
  }

  /// The commands of the servers in order, as words joined by blanks.
  List<String> serverCommands() {
    return plan().servers().stream().map(SweepMaker::command).toList();
  }

  /// The options or commands of the runs in order.
  List<String> loads() {
    return plan().runs().stream().map(run -> run.load().show()).toList();
  }

  /// The refusal's text.
  String refusal() {
    try {
      prepare();
    } catch (SweepRefusal refusal) {
      return refusal.text();
    }
    throw new AssertionError("nothing was refused");
  }

  static String command(ServerNode node) {
    return String.join(
        " ",
        ((ServerSpec.Start) node.spec())
            .processes().getFirst().arguments().stream().map(Template::show).toList());
  }

  static ServerSpec.Start start(Plan plan) {
    return (ServerSpec.Start) plan.servers().getFirst().spec();
  }

  static LoadSpec load(Plan plan) {
    return plan.runs().getFirst().load();
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
