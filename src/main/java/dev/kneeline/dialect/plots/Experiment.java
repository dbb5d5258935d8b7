package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Row;
import dev.kneeline.dialect.results.FoundRun;
import dev.kneeline.dialect.results.ResultFiles;
import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import dev.kneeline.study.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// The configurations of an experiment's folder: a study of ours, or results in vLLM's layout.
///
/// @param name the folder's
/// @param rows a row for each configuration, its repeated runs together
/// @param unreadable files that cannot be read, with the reason
record Experiment(String name, List<Row> rows, SequencedMap<Path, String> unreadable) {

  /// What a record calls itself; it is no parameter, and yet one may group by it.
  private static final String LABEL = "_benchmark_name";

  /// @param studies how a study of ours is read
  /// @throws PlotRefusal if nothing is there
  static Experiment read(Path folder, Function<Path, List<Row>> studies) {
    if (!Files.isDirectory(folder)) {
      throw new PlotRefusal(
          PlotRefusal.WRONG, "no such folder: " + folder, "give an experiment's folder");
    }
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    Optional<Path> study = ResultFiles.study(folder);
    SequencedMap<Path, String> unreadable = new LinkedHashMap<>();
    List<Row> rows = study.isPresent() ? studies.apply(study.get()) : ofFiles(folder, unreadable);
    if (rows.isEmpty()) {
      throw new PlotRefusal(
          PlotRefusal.FAILED,
          "no results below " + folder,
          "results lie in files such as SERVE--..-BENCH--../run=0.json");
    }
    return new Experiment(name, rows, unreadable);
  }

  private static List<Row> ofFiles(Path folder, SequencedMap<Path, String> unreadable) {
    SequencedMap<Point, List<FoundRun>> byPoint = new LinkedHashMap<>();
    ResultFiles.read(
        List.of(folder),
        ResultFiles.Wishes.NONE,
        read -> {
          switch (read) {
            case ResultFiles.Read.Runs runs ->
                runs.runs()
                    .forEach(run ->
                        byPoint.computeIfAbsent(run.point(), _ -> new ArrayList<>()).add(run));
            case ResultFiles.Read.Unreadable(Path file, String reason) ->
                unreadable.put(file, reason);
            case ResultFiles.Read.NoResult _ -> {}
          }
        });
    List<Row> rows = new ArrayList<>();
    byPoint.forEach((point, runs) -> rows.add(row(point, runs)));
    return rows;
  }

  private static Row row(Point point, List<FoundRun> found) {
    List<Run> runs = new ArrayList<>();
    for (FoundRun each : found) {
      boolean empty = each.figures().value("completed").orElse(1) == 0;
      runs.add(
          new Run(
              runs.size() + 1,
              Run.IMPORTED + point.id(),
              empty ? Verdict.of("INVALID") : Verdict.none(),
              false,
              each.place().file().toString(),
              each.figures(),
              new Run.Cost(0, 0, each.gpus())));
    }
    SequencedMap<String, Value> columns = new LinkedHashMap<>();
    for (Map.Entry<String, Value> told : found.getFirst().told().entrySet()) {
      if (told.getKey().equals(LABEL)) {
        columns.put(Names.key(told.getKey()), told.getValue());
      }
    }
    return new Row(point, columns, new TrialState.Completed(runs));
  }
}
