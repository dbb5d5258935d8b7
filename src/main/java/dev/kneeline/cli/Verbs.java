package dev.kneeline.cli;

import java.util.List;

/// Every verb, in the order of `--help`.
final class Verbs {

  private Verbs() {}

  static List<Verb> all() {
    return List.of(
        );
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Kneeline finds the configuration of an LLM inference server which serves best.\n\n");
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
