package dev.kneeline.dialect.results;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.ImportBatch;
import dev.kneeline.store.Origin;
import dev.kneeline.store.RawFile;
import dev.kneeline.store.RunRecord;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Takes runs of other tools into a study.
///
/// A run is known by the hash of the file it was read from: importing again brings only what is
/// new. Runs of one point are its repetitions, numbered as their tool numbers them where that is
/// free.
public final class StudyImport {

  private final StudyFolder study;
  private final boolean keepOriginals;
  private final ImportReport report = new ImportReport();

  /// For each file and point how many runs of theirs the study has that were not met yet.
  private final Map<Known, Integer> known = new HashMap<>();

  private final Map<Point, Set<Integer>> taken = new HashMap<>();
  private final Set<Point> measuredHere = new HashSet<>();

  private record Known(String sha256, Point point) {}

  private StudyImport(StudyFolder study, boolean keepOriginals) {
    this.study = study;
    this.keepOriginals = keepOriginals;
    for (StoredRun stored : study.records().runs()) {
      if (stored.run().imported()) {
        String hash = stored.raw().map(RawFile::sha256).orElse("");
        known.merge(new Known(hash, stored.point()), 1, Integer::sum);
        taken.computeIfAbsent(stored.point(), _ -> new HashSet<>()).add(stored.run().repetition());
      } else {
        measuredHere.add(stored.point());
      }
    }
  }

  /// Imports everything below some files and folders.
  ///
  /// @param study opened to be written
  /// @param keepOriginals whether the study gets a copy of each file; else it names the file where
  ///   it lies
  /// @throws UncheckedIOException if the study cannot be written
  public static ImportReport run(
      StudyFolder study, List<Path> sources, ResultFiles.Wishes wishes, boolean keepOriginals) {
    StudyImport here = new StudyImport(study, keepOriginals);
    try (ImportBatch batch = study.importing()) {
      ResultFiles.read(sources, wishes, read -> here.take(read, batch));
    }
    study.keepProvenance(here.report.facts(sources));
    return here.report;
  }

  private void take(ResultFiles.Read read, ImportBatch batch) {
    switch (read) {
      case ResultFiles.Read.NoResult(Path file, String reason) -> report.leftOut(file, reason);
      case ResultFiles.Read.Unreadable(Path file, String reason) -> report.unreadable(file, reason);
      case ResultFiles.Read.Runs(Path file, List<FoundRun> runs) ->
          runs.forEach(run -> take(file, run, batch));
    }
  }

  private void take(Path file, FoundRun run, ImportBatch batch) {
    report.found(run);
    Known key = new Known(run.place().sha256(), run.point());
    int there = known.getOrDefault(key, 0);
    if (there > 0) {
      known.put(key, there - 1);
      report.alreadyThere();
    } else if (measuredHere.contains(run.point())) {
      report.leftOut(file, "the study measured this configuration itself: import into another one");
    } else {
      add(run, batch);
    }
  }

  private void add(FoundRun run, ImportBatch batch) {
    Set<Integer> numbers = taken.computeIfAbsent(run.point(), _ -> new HashSet<>());
    int repetition = run.number().orElse(0) + 1;
    if (numbers.contains(repetition)) {
      repetition = 1;
      while (numbers.contains(repetition)) {
        repetition++;
      }
    }
    numbers.add(repetition);
    batch.add(run.point(), repetition, record(run), original(run));
    report.imported(run);
  }

  private ImportBatch.Original original(FoundRun run) {
    FoundRun.Place place = run.place();
    return new ImportBatch.Original(
        place.file().toAbsolutePath(), place.sha256(), place.bytes(), keepOriginals);
  }

  private static RunRecord record(FoundRun run) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("imported", imported(run));
    facts.put("told", new Value.Entries(labels(run)));
    boolean simulated =
        run.told().getOrDefault(StudyReader.SIMULATED, Value.UNSET).equals(Value.of(true));
    Run.Cost cost = new Run.Cost(run.figures().value("duration").orElse(0), 0, run.gpus());
    return RunRecord.of(
            run.figures(), verdict(run), new Origin(simulated, run.format().word(), ""), cost, "")
        .withFacts(facts)
        .withNotes(List.of("imported: computed by another tool, without samples"));
  }

  /// What the tool told besides its figures, which need not be kept twice.
  private static SequencedMap<String, Value> labels(FoundRun run) {
    SequencedMap<String, Value> labels = new LinkedHashMap<>(run.told());
    labels.keySet().removeAll(run.figures().keys());
    labels.values().removeIf(Value::isUnset);
    return labels;
  }

  private static Value imported(FoundRun run) {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    fields.put("format", Value.of(run.format().word()));
    fields.put("file", Value.of(run.place().file().toString()));
    fields.put("part", Value.of(run.place().part()));
    fields.put("unmapped", new Value.Items(run.unmapped().stream().map(Value::of).toList()));
    return new Value.Entries(fields);
  }

  /// A run in which nothing completed has measured nothing: it is kept and enters no mean.
  private static Verdict verdict(FoundRun run) {
    if (run.format() == ResultFormat.KNEELINE) {
      String reason = run.told().getOrDefault(StudyReader.REASON, Value.of("")).spelling();
      return new Verdict(
          run.told().getOrDefault(StudyReader.STATUS, Value.of("")).spelling(),
          reason.isEmpty() ? List.of() : List.of(reason));
    }
    Figures figures = run.figures();
    Optional<Double> completed =
        figures.value("completed").isPresent()
            ? Optional.of(figures.value("completed").getAsDouble())
            : Optional.empty();
    return completed.equals(Optional.of(0.0))
        ? new Verdict("INVALID", List.of("no request completed"))
        : Verdict.none();
  }
}
