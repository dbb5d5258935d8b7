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

  /// Runs that are written at once: writing waits for the file system, which does several.
  private static final int AT_ONCE = 512;

  /// Runs are shown in the order in which they were added, so each is committed a little later.
  private static final long STEP_NANOS = 1000;

  private final StudyFolder study;
  private final Journal journal;
  private final Instant begun;
  private final List<Entry> waiting = new ArrayList<>();
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

  /// The file that a run's figures are from.
  ///
  /// @param file where it lies
  /// @param sha256 of its content
  /// @param bytes its size
  /// @param kept whether the study gets a copy, one for each content
  public record Original(Path file, String sha256, long bytes, boolean kept) {}

  /// A run to be written.
  private record Entry(
      Point point, int repetition, RunRecord record, Original original, Instant committed) {}

  /// Adds a run; it is written by [#close()] at the latest.
  ///
  /// @param repetition that is free at this point
  /// @param record whose `raw` is not read
  /// @throws UncheckedIOException if it, or one before it, cannot be written
  public void add(Point point, int repetition, RunRecord record, Original original) {
    Instant at = begun.plusNanos(STEP_NANOS * (lines.size() + waiting.size()));
    waiting.add(new Entry(point, repetition, record, original, at));
    if (waiting.size() == AT_ONCE) {
      flush();
    }
  }

  /// Writes what is waiting, then the journal, synced.
  @Override
  public void close() {
    flush();
    journal.addAll(lines);
    lines.clear();
  }

  private void flush() {
    lines.addAll(waiting.parallelStream().map(this::write).toList());
    waiting.clear();
  }

  /// @return the journal's line
  private Value write(Entry entry) {
    String parent = "runs/%s/rep-%d".formatted(entry.point().id(), entry.repetition());
    try {
      int attempt = freeAttempt(study.root().resolve(parent));
      Path folder = study.root().resolve(parent).resolve("attempt-" + attempt);
      Original original = entry.original();
      RawFile raw =
          new RawFile(
              StudyFolder.relative(folder, original.kept() ? keep(original) : original.file()),
              original.bytes(),
              original.sha256());
      RunFiles.Place place =
          new RunFiles.Place(
              planned(entry), StudyFolder.relative(study.root(), folder), attempt, "");
      Value file =
          RunFiles.run(
              place, entry.record(), Optional.of(raw), entry.committed(), study.redaction());
      Durable.replaceUnsynced(folder.resolve(RunAttempt.RUN), Json.pretty(file));
      return study.committedLine(place, Optional.of(raw)).put("imported", true).value();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write below " + parent, failed);
    }
  }

  private Path keep(Original original) throws IOException {
    String name = String.valueOf(original.file().getFileName());
    String suffix = name.substring(Math.max(name.lastIndexOf('.'), 0));
    Path folder = study.root().resolve(FOLDER).resolve(original.sha256().substring(0, 2));
    Path copy = folder.resolve(original.sha256() + suffix);
    if (!Files.exists(copy)) {
      Files.createDirectories(folder);
      Path aside = Files.createTempFile(folder, "import", ".tmp");
      Files.copy(original.file(), aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, copy, StandardCopyOption.ATOMIC_MOVE);
    }
    return copy;
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
  private static PlannedRun planned(Entry entry) {
    LoadSpec load =
        new LoadSpec.External(
            new ProcessCommand("load", List.of(), Map.of()),
            new ResultSource(Template.literal(""), ResultSource.Format.PATHS, Map.of()));
    return new PlannedRun(entry.point(), entry.repetition(), 0, load, fingerprint(entry.point()));
  }
}
