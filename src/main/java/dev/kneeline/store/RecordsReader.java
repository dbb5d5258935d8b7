package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a study back from its folders alone: the directory is the database.
///
/// A file that cannot be understood becomes a [Damage] and the rest is read on.
final class RecordsReader {

  private final Path root;
  private final List<StoredRun> runs = new ArrayList<>();
  private final List<StoredFailure> failures = new ArrayList<>();
  private final List<Damage> damages = new ArrayList<>();

  RecordsReader(Path root) {
    this.root = root;
  }

  Records read() {
    for (Path point : children(root.resolve("runs"), "")) {
      for (Path repetition : children(point, "rep-")) {
        for (Path attempt : children(repetition, "attempt-")) {
          String folder = relative(attempt);
          boolean ended =
              file(attempt, RunAttempt.RUN, json -> runs.add(RunFiles.readRun(json, folder)));
          if (!ended) {
            file(
                attempt,
                RunAttempt.FAILURE,
                json -> failures.add(RunFiles.readFailure(json, folder)));
          }
        }
      }
    }
    for (Path server : children(root.resolve("servers"), "")) {
      for (Path attempt : children(server, "attempt-")) {
        String folder = relative(attempt);
        file(
            attempt,
            RunAttempt.FAILURE,
            json -> failures.addAll(RunFiles.readServerFailure(json, folder)));
      }
    }
    Decisions decisions = Decisions.read(new Journal(root.resolve("decisions.jsonl")), damages);
    return new Records(runs, failures, decisions, damages);
  }

  private interface Use {
    void accept(Value json);
  }

  /// Whether the file is there, damaged or not.
  private boolean file(Path attempt, String name, Use use) {
    Path file = attempt.resolve(name);
    try {
      use.accept(Json.read(Files.readAllBytes(file)));
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    } catch (IOException | RuntimeException damaged) {
      damages.add(new Damage(relative(file), String.valueOf(damaged.getMessage())));
      return true;
    }
  }

  private List<Path> children(Path folder, String prefix) {
    try {
      return AttemptList.children(folder, prefix);
    } catch (UncheckedIOException unreadable) {
      damages.add(new Damage(relative(folder), String.valueOf(unreadable.getMessage())));
      return List.of();
    }
  }

  private String relative(Path path) {
    return StudyFolder.relative(root, path);
  }
}
