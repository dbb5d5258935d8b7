package dev.kneeline.store;

import dev.kneeline.space.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads a study back from its folders alone: the directory is the database.
///
/// A file that cannot be understood becomes a [Damage] and the rest is read on.
final class RecordsReader {

  private final Path root;

  RecordsReader(Path root) {
    this.root = root;
  }

  /// What one folder gave.
  private record Found(List<StoredRun> runs, List<StoredFailure> failures, List<Damage> damages) {

    Found() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void addAll(Found other) {
      runs.addAll(other.runs);
      failures.addAll(other.failures);
      damages.addAll(other.damages);
    }
  }

  Records read() {
    Found found = new Found();
    // Most of the time goes by waiting for the file system, which answers several at once.
    children(root.resolve("runs"), "", found).parallelStream()
        .map(this::point)
        .toList()
        .forEach(found::addAll);
    children(root.resolve("servers"), "", found).parallelStream()
        .map(this::server)
        .toList()
        .forEach(found::addAll);
    Decisions decisions =
        Decisions.read(new Journal(root.resolve("decisions.jsonl")), found.damages());
    return new Records(found.runs(), found.failures(), decisions, found.damages());
  }

  /// The same of one point's own runs; a server's failures are not among them.
  Records read(Point point) {
    Found found = point(root.resolve("runs").resolve(point.id()));
    Decisions decisions =
        Decisions.read(new Journal(root.resolve("decisions.jsonl")), found.damages());
    return new Records(found.runs(), found.failures(), decisions, found.damages());
  }

  private Found point(Path point) {
    Found found = new Found();
    for (Path repetition : children(point, "rep-", found)) {
      for (Path attempt : children(repetition, "attempt-", found)) {
        run(attempt, found);
      }
    }
    return found;
  }

  private void run(Path attempt, Found found) {
    String folder = relative(attempt);
    boolean ended =
        file(
            attempt, RunAttempt.RUN, found, json -> found.runs().add(RunReader.read(json, folder)));
    if (!ended) {
      file(
          attempt,
          RunAttempt.FAILURE,
          found,
          json -> found.failures().add(RunFiles.readFailure(Json.read(json), folder)));
    }
  }

  private Found server(Path server) {
    Found found = new Found();
    for (Path attempt : children(server, "attempt-", found)) {
      String folder = relative(attempt);
      file(
          attempt,
          RunAttempt.FAILURE,
          found,
          json -> found.failures().addAll(RunFiles.readServerFailure(Json.read(json), folder)));
    }
    return found;
  }

  /// Whether the file is there, damaged or not.
  private boolean file(Path attempt, String name, Found found, Consumer<byte[]> use) {
    Path file = attempt.resolve(name);
    try {
      use.accept(Files.readAllBytes(file));
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    } catch (IOException | RuntimeException damaged) {
      found.damages().add(new Damage(relative(file), String.valueOf(damaged.getMessage())));
      return true;
    }
  }

  private List<Path> children(Path folder, String prefix, Found found) {
    try {
      return AttemptList.children(folder, prefix);
    } catch (UncheckedIOException unreadable) {
      found.damages().add(new Damage(relative(folder), String.valueOf(unreadable.getMessage())));
      return List.of();
    }
  }

  private String relative(Path path) {
    return StudyFolder.relative(root, path);
  }
}
