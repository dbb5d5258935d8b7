package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.FailureGroups;
import dev.kneeline.report.Findings.Evidence;
import dev.kneeline.report.Findings.HowMeasured;
import dev.kneeline.report.MachineSeries;
import dev.kneeline.report.PageRows;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.Records;
import dev.kneeline.store.Redaction;
import dev.kneeline.study.Failure;
import dev.kneeline.sweep.KeptQuestion;
import dev.kneeline.sweep.SlaFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands behind a study's figures, gathered from its folder for a report. A file that cannot
/// be read leaves its part of the page empty; the figures do not depend on it.
///
/// Only files of what a page shows one by one are opened, so that a study of a hundred thousand
/// runs costs no more than one of two thousand.
final class StudyEvidence {

  private static final int TAIL_LINES = 40;

  /// So many servers' curves fit on a screen.
  private static final int MACHINES = 12;

  /// How Kneeline starts itself, which nobody would type.
  private static final Pattern OURSELVES =
      Pattern.compile("\\S*java(?: -\\S+)* -cp \\S+ dev\\.kneeline\\.cli\\.Main ");

  private final Path root;
  private final Redaction redaction = Redaction.of(System.getenv());
  private final Map<String, String> commands = new HashMap<>();
  private final SequencedMap<String, Point> servers = new LinkedHashMap<>();
  private final SequencedSet<String> engines = new LinkedHashSet<>();

  private StudyEvidence(Path root) {
    this.root = root;
  }

  static Evidence of(
      Path root, Records records, List<Row> rows, Optional<Objective> objective, List<Slo> slos) {
    StudyEvidence evidence = new StudyEvidence(root);
    Map<String, HowMeasured> measured =
        evidence.measured(PageRows.of(rows, objective, slos).rows());
    StudyFacts facts = StudyFacts.of(root);
    return new Evidence(
        StudyFiles.text(root.resolve("sweep.yaml")).orElse(""),
        facts.again(),
        facts.inWords(evidence.engines),
        measured,
        evidence.logTails(rows),
        leftOut(root, records),
        evidence.machines(),
        SlaFile.read(root));
  }

  private Map<String, HowMeasured> measured(List<Row> rows) {
    Map<String, HowMeasured> byPoint = new HashMap<>();
    for (Row row : rows) {
      row.runs().stream()
          .findFirst()
          .flatMap(run -> StudyFiles.json(root.resolve(run.folder()).resolve("run.json")))
          .ifPresent(run -> byPoint.put(row.point().id(), how(row, run)));
    }
    return byPoint;
  }

  private HowMeasured how(Row row, SequencedMap<String, Value> run) {
    String server = StudyFiles.text(run, "server");
    if (!server.isEmpty()) {
      servers.putIfAbsent(server, serverPart(row.point()));
    }
    SequencedMap<String, Value> engine = StudyFiles.entries(run, "engine");
    engines.add(
        (StudyFiles.text(engine, "name") + " " + StudyFiles.text(engine, "version")).strip());
    SequencedMap<String, Double> told = new LinkedHashMap<>();
    StudyFiles.entries(run, "facts")
        .forEach((name, value) -> {
          if (name.startsWith("server_") && StudyFiles.number(value).isPresent()) {
            told.put(name, StudyFiles.number(value).getAsDouble());
          }
        });
    String command = command(server);
    return new HowMeasured(
        command,
        LoadText.of(StudyFiles.entries(run, "load"), StudyFiles.text(run, "seed"), command),
        told);
  }

  private String command(String server) {
    return server.isEmpty() ? "" : commands.computeIfAbsent(server, this::readCommand);
  }

  private String readCommand(String server) {
    String command = StudyFiles.text(root.resolve(server).resolve("command.txt")).orElse("");
    return ClassPathText.shortened(OURSELVES.matcher(command.strip()).replaceAll("kneeline "));
  }

  private static Point serverPart(Point point) {
    return point.restrictedTo(
        point.values().keySet().stream()
            .filter(name -> !name.startsWith("load."))
            .collect(Collectors.toSet()));
  }

  private List<MachineSeries> machines() {
    List<MachineSeries> machines = new ArrayList<>();
    for (Map.Entry<String, Point> server : servers.sequencedEntrySet()) {
      if (machines.size() == MACHINES) {
        break;
      }
      String label = server.getValue().label();
      MachineFile.read(
              root.resolve(server.getKey()).resolve("machine.csv"),
              label.isEmpty() ? "the only server" : label)
          .ifPresent(machines::add);
    }
    return machines;
  }

  private Map<String, String> logTails(List<Row> rows) {
    Map<String, String> tails = new HashMap<>();
    for (FailureGroups.Group group : FailureGroups.of(rows).groups()) {
      for (Row row : group.shown()) {
        FailureGroups.of(row)
            .map(Failure::log)
            .filter(log -> !log.isEmpty())
            .flatMap(log -> StudyFiles.tail(root.resolve(log), TAIL_LINES))
            // A server may repeat its command line, and a page is made to be sent.
            .ifPresent(tail -> tails.put(row.point().id(), redaction.file(tail)));
      }
    }
    return tails;
  }

  /// By reason: what rules took out of the space, runs of an earlier question, files that nobody
  /// can read.
  private static SequencedMap<String, Long> leftOut(Path root, Records records) {
    SequencedMap<String, Long> leftOut = new LinkedHashMap<>(KeptQuestion.read(root).excluded());
    records
        .stale()
        .forEach(stale ->
            leftOut.merge("measured for another question: " + stale.reason(), 1L, Long::sum));
    records.damages().forEach(damage -> leftOut.merge("damaged: " + damage.path(), 1L, Long::sum));
    return leftOut;
  }
}
