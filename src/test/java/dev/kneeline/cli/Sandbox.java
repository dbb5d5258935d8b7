package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Point;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder with one sweep file and its study, on which verbs are called.
///
/// The server of its sweeps is the simulator as a metronome, and loads are a handful of requests: a
/// sweep of a few points takes a second or two.
final class Sandbox {

  /// The part of a sweep file that is the same in most tests: a fast server, a tiny load.
  static final String HEAD =
      """
      name: tiny
      engine: sim
      server:
        params: {fixed: "3,1"}
      load: {random-input-len: 8, random-output-len: 4, num-prompts: 4}
      objective: max output_throughput
      """;

  private final Path folder;

  Sandbox(Path folder) {
    this.folder = folder;
  }

  Path file() {
    return folder.resolve("sweep.yaml");
  }

  Path study() {
    return folder.resolve("study");
  }

  /// A sweep file out of the usual head and what the test adds.
  Sandbox with(String more) throws IOException {
    return withFile(HEAD + more);
  }

  Sandbox withFile(String text) throws IOException {
    Files.writeString(file(), text);
    return this;
  }

  Cli.Result run(String... more) {
    return call("run", more);
  }

  Cli.Result plan(String... more) {
    return call("plan", more);
  }

  /// A verb on the study's folder.
  Cli.Result ask(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, study().toString()));
    words.addAll(List.of(more));
    return Cli.call(words.toArray(String[]::new));
  }

  /// The words of a call on the sweep file.
  List<String> words(String verb, String... more) {
    List<String> words =
        new ArrayList<>(List.of(verb, file().toString(), "-o", study().toString()));
    words.addAll(List.of(more));
    return words;
  }

  List<Trial> trials() {
    return StudyFolders.study(study()).trials();
  }

  /// The state of the one trial whose point has this value.
  TrialState state(String parameter, String spelling) {
    List<TrialState> states =
        trials().stream()
            .filter(trial -> has(trial.point(), parameter, spelling))
            .map(Trial::state)
            .toList();
    assertThat(states).as("trials with %s=%s", parameter, spelling).hasSize(1);
    return states.getFirst();
  }

  List<Run> runs() {
    Study study = StudyFolders.study(study());
    return study.trials().stream().flatMap(trial -> trial.state().committed().stream()).toList();
  }

  /// How many servers were ever started for the study.
  int serverStarts() throws IOException {
    Path servers = study().resolve("servers");
    if (!Files.exists(servers)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(servers)) {
      return (int) all.filter(each -> each.getFileName().toString().startsWith("attempt-")).count();
    }
  }

  private Cli.Result call(String verb, String... more) {
    return Cli.call(words(verb, more).toArray(String[]::new));
  }

  private static boolean has(Point point, String parameter, String spelling) {
    return point.values().containsKey(parameter)
        && point.value(parameter).spelling().equals(spelling);
  }
}
