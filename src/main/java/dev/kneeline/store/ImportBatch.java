package dev.kneeline.store;

import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes many runs into a study that another tool measured, as committed runs like any other.
///
/// Every `run.json` is renamed into place whole, but not synced one by one, and the journal gets
/// its lines in one go at the end: a hundred thousand runs take about a minute. What a power
/// failure loses, the same import brings again.
public final class ImportBatch implements AutoCloseable {

  private static final String FOLDER = "imports";

  /// Runs are shown in the order in which they were added, so each is committed a little later.
  private static final long STEP_NANOS = 1000;

  private final StudyFolder study;
  private final Journal journal;
  private final Instant begun;
  private final List<Value> lines = new ArrayList<>();

  ImportBatch(StudyFolder study, Journal journal) {
    this.study = study;
    this.journal = journal;
    this.begun = study.now();
  }

  /// The fingerprint of every imported run of a point: no planned run has it.
  public static String fingerprint(Point point) {
    return Run.IMPORTED + point.id();
  }

  /// Keeps a copy of a file, once for each content.
  ///
  /// @param sha256 of its content
  /// @param suffix such as `.json`
  /// @return where the copy lies
  /// @throws UncheckedIOException if it cannot be written
  public Path keep(Path original, String sha256, String suffix) {
    Path file =
        study.root().resolve(FOLDER).resolve(sha256.substring(0, 2)).resolve(sha256 + suffix);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(study.root().resolve(FOLDER).resolve(sha256.substring(0, 2)));
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.copy(original, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot keep " + file, failed);
    }
  }

  /// Adds a run.
  ///
  /// @param repetition that is free at this point
  /// @param record whose `raw` is not read
  /// @param original what the figures are from, its name a path from the file system's root or
  ///   inside the study
  /// @throws UncheckedIOException if it cannot be written
  public void add(Point point, int repetition, RunRecord record, RawFile original) {
    String parent = "runs/%s/rep-%d".formatted(point.id(), repetition);
    try {
      int attempt = freeAttempt(study.root().resolve(parent));
      Path folder = study.root().resolve(parent).resolve("attempt-" + attempt);
      RawFile raw =
          new RawFile(
              StudyFolder.relative(folder, study.root().resolve(original.name())),
              original.bytes(),
              original.sha256());
      RunFiles.Place place =
          new RunFiles.Place(
              planned(point, repetition), StudyFolder.relative(study.root(), folder), attempt, "");
      Instant at = begun.plusNanos(STEP_NANOS * lines.size());
      Value file = RunFiles.run(place, record, Optional.of(raw), at, study.redaction());
      Durable.replaceUnsynced(folder.resolve(RunAttempt.RUN), Json.pretty(file));
      lines.add(study.committedLine(place, Optional.of(raw)).put("imported", true).value());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write below " + parent, failed);
    }
  }

  /// Writes the journal, synced.
  @Override
  public void close() {
    journal.addAll(lines);
    lines.clear();
  }

  private static int freeAttempt(Path parent) throws IOException {
    Files.createDirectories(parent);
    Durable.touch(parent.getParent());
    for (int number = 1; ; number++) {
      try {
        Files.createDirectory(parent.resolve("attempt-" + number));
        return number;
      } catch (FileAlreadyExistsException taken) {
        // The next number, then.
      }
    }
  }

  /// Which command measured it is not known here; the run's facts name the tool.
  private static PlannedRun planned(Point point, int repetition) {
    LoadSpec load =
        new LoadSpec.External(
            new ProcessCommand("load", List.of(), Map.of()),
            new ResultSource(Template.literal(""), ResultSource.Format.PATHS, Map.of()));
    return new PlannedRun(point, repetition, 0, load, fingerprint(point));
  }
}
