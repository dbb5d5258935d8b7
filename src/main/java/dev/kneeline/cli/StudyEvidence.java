package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.report.Findings.Evidence;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import dev.kneeline.store.Redaction;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import dev.kneeline.sweep.KeptQuestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What stands behind a study's figures, gathered from its folder for a report. A file that cannot
/// be read leaves its part of the page empty; the figures do not depend on it.
final class StudyEvidence {

  private static final int TAIL_LINES = 40;
  private static final long LARGEST_LOG = 4L << 20;

  /// Beyond this many configurations each one's command would make the page too large to send.
  private static final int MOST_COMMANDS = 5000;

  private final Path root;
  private final Map<Path, Optional<String>> commands = new HashMap<>();

  private StudyEvidence(Path root) {
    this.root = root;
  }

  static Evidence of(Path root, List<Row> rows) {
    StudyEvidence evidence = new StudyEvidence(root);
    return new Evidence(
        text(root.resolve("sweep.yaml")).orElse(""),
        facts(root),
        rows.size() <= MOST_COMMANDS ? evidence.commands(rows) : Map.of(),
        evidence.logTails(rows),
        KeptQuestion.read(root).excluded());
  }

  /// Provenance as name and value; what is deeper becomes `outer.inner`.
  static Map<String, String> facts(Path root) {
    Map<String, String> facts = new LinkedHashMap<>();
    json(root.resolve("provenance.json")).ifPresent(value -> flatten("", value, facts));
    return facts;
  }

  private static void flatten(String name, Value value, Map<String, String> facts) {
    if (value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
      entries.forEach(
          (key, inner) -> flatten(name.isEmpty() ? key : name + "." + key, inner, facts));
    } else {
      facts.put(name, value.spelling());
    }
  }

  private Map<String, String> commands(List<Row> rows) {
    Map<String, String> byPoint = new HashMap<>();
    for (Row row : rows) {
      row.runs().stream()
          .findFirst()
          .flatMap(this::command)
          .ifPresent(command -> byPoint.put(row.point().id(), command));
    }
    return byPoint;
  }

  /// The command of the server that a run was measured on.
  private Optional<String> command(Run run) {
    return json(root.resolve(run.folder()).resolve("run.json"))
        .filter(Value.Entries.class::isInstance)
        .map(value -> ((Value.Entries) value).entries().getOrDefault("server", Value.UNSET))
        .filter(Value.Text.class::isInstance)
        .flatMap(server ->
            commands.computeIfAbsent(
                root.resolve(server.spelling()).resolve("command.txt"), StudyEvidence::text));
  }

  private Map<String, String> logTails(List<Row> rows) {
    Map<String, String> tails = new HashMap<>();
    for (Row row : rows) {
      failure(row)
          .filter(failure -> !failure.log().isEmpty())
          .flatMap(failure -> text(root.resolve(failure.log())))
          .ifPresent(log -> tails.put(row.point().id(), tail(log)));
    }
    return tails;
  }

  private static Optional<Failure> failure(Row row) {
    return switch (row.state()) {
      case TrialState.Failed failed -> Optional.of(failed.failure());
      case TrialState.Unviable unviable -> Optional.of(unviable.reason());
      case TrialState.Waiting _ -> Optional.empty();
      case TrialState.Running _ -> Optional.empty();
      case TrialState.Completed _ -> Optional.empty();
      case TrialState.Pruned _ -> Optional.empty();
    };
  }

  /// A server may repeat its command line, and a page is made to be sent: secrets are hidden.
  private static String tail(String log) {
    List<String> lines = log.lines().toList();
    return Redaction.of(System.getenv())
        .file(
            lines.stream()
                .skip(Math.max(0, lines.size() - TAIL_LINES))
                .collect(Collectors.joining("\n")));
  }

  private static Optional<Value> json(Path file) {
    try {
      return text(file).map(Json::read);
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST_LOG
          ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
