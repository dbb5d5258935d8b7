package dev.kneeline.store;

import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One try at measuring a planned run: a folder of its own, which no other try ever touches.
///
/// It ends with [#commit(RunRecord)] or [#fail(Failure)]; a folder without either is a try that was
/// cut off, and counts as if it had never been.
public final class RunAttempt {

  static final String RUN = "run.json";
  static final String FAILURE = "failure.json";

  private final StudyFolder study;
  private final RunFiles.Place place;

  RunAttempt(StudyFolder study, RunFiles.Place place) {
    this.study = study;
    this.place = place;
  }

  /// What must not stand in the logs of this attempt.
  public Redaction redaction() {
    return study.redaction();
  }

  public Path folder() {
    return study.root().resolve(place.folder());
  }

  /// The folder relative to the study's, with `/` on every system.
  public String relative() {
    return place.folder();
  }

  /// Where a process of the run writes its log from its first second on: `load` is `load.log`.
  public Path log(String name) {
    return folder().resolve(name + ".log");
  }

  /// The built-in generator's raw file.
  public Path samples() {
    return folder().resolve("samples.bin");
  }

  /// An external benchmark's result as it wrote it.
  public Path result() {
    return folder().resolve("result.json");
  }

  /// Makes the run count: its raw file is synced and hashed, then `run.json` is renamed into place,
  /// and that rename is the commit. Logs that are still open do not matter.
  ///
  /// @throws UncheckedIOException if the raw file is missing or the disk is full: then nothing
  ///   counts
  /// @throws IllegalStateException if the attempt has ended already
  public Run commit(RunRecord record) {
    requireOpen();
    Optional<RawFile> raw =
        record.raw().isEmpty() ? Optional.empty() : Optional.of(raw(record.raw()));
    study.write(
        folder().resolve(RUN), RunFiles.run(place, record, raw, study.now(), study.redaction()));
    study.committed(place, raw);
    return new Run(
        place.planned().repetition(),
        place.planned().fingerprint(),
        record.verdict(),
        record.origin().simulated(),
        place.folder(),
        record.figures(),
        record.cost(),
        record.origin().ignored());
  }

  /// Keeps why the run gave no figures.
  ///
  /// @throws IllegalStateException if the attempt has ended already
  public void fail(Failure failure) {
    requireOpen();
    study.write(
        folder().resolve(FAILURE),
        RunFiles.failure(place, failure, study.now(), study.redaction()));
    study.failed(place, failure);
  }

  private void requireOpen() {
    if (Files.exists(folder().resolve(RUN)) || Files.exists(folder().resolve(FAILURE))) {
      throw new IllegalStateException("the attempt has ended already: " + place.folder());
    }
  }

  private RawFile raw(String name) {
    Path file = folder().resolve(name);
    try {
      Durable.sync(file);
      return new RawFile(name, Files.size(file), Durable.sha256(file));
    } catch (IOException missing) {
      throw new UncheckedIOException("cannot read the raw file " + file, missing);
    }
  }
}
