package dev.kneeline.cli;

import dev.kneeline.dialect.params.ParamsCommand;
import dev.kneeline.exec.LoadClients;
import java.util.List;

/// Every verb, in the order of `--help`.
final class Verbs {

  private Verbs() {}

  static List<Verb> all() {
    return List.of(
        Verb.of("init", "write a commented sweep file for an engine", InitCommand::new),
        Verb.of(
            "space", "the space of a sweep file: sizes, rules, sample points", SpaceCommand::new),
        Verb.of("plan", "the dry run: what would be started and measured", PlanCommand::new),
        Verb.of("run", "measure; on an existing study, continue it", RunCommand::new),
        Verb.of("status", "trials of a study and their states", StatusCommand::new),
        Verb.of("watch", "a study while it is measured, here or as a page", WatchCommand::new),
        Verb.of("logs", "logs of a study's servers and runs", LogsCommand::new),
        Verb.of("show", "the table of a study: best first", ShowCommand::new),
        Verb.of("pareto", "the frontier of two metrics as a picture", ParetoCommand::new),
        Verb.of("plot", "a metric over a parameter or another metric", PlotCommand::new),
        Verb.of("report", "a study as one HTML page", ReportCommand::new),
        Verb.of(
            "compare", "how studies differ, and whether by more than chance", CompareCommand::new),
        Verb.of("import", "results of other tools into a study", ImportCommand::new),
        Verb.of("recompute", "a study's figures again from its raw samples", RecomputeCommand::new),
        Verb.ownWords("bench", "bench serve: the load generator alone", BenchProgram::run),
        Verb.ownWords("sim", "a simulated inference server", SimProgram::run),
        Verb.of("model", "model generate: a small model for llama.cpp", ModelCommand::new),
        Verb.of(
            "params", "parameter combinations: count, sample, cover, check", ParamsCommand::new),
        Verb.of("doctor", "what this machine offers", DoctorCommand::new),
        Verb.of("completion", "a completion script for bash and zsh", CompletionCommand::new),
        Verb.hidden(LoadClients.VERB, LoadClientCommand::new),
        Verb.hidden("warm-archive", WarmArchiveCommand::new));
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Kneeline finds the configuration of an LLM inference server which serves best.\n\n");
    text.append("usage: kneeline VERB [OPTIONS] ...\n\n");
    for (Verb verb : all()) {
      if (!verb.hidden()) {
        text.append("  %-12s %s\n".formatted(verb.name(), verb.summary()));
      }
    }
    text.append("\n`kneeline VERB --help` shows a verb's options.\n");
    text.append("Start here: kneeline run examples/01-first-sweep.yaml\n");
    return text.toString();
  }
}
