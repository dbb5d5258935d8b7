package dev.kneeline.store;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a study back from its folders alone: the directory is the database.
///
/// A file that cannot be understood becomes a [Damage] and the rest is read on. What was read
/// before and is still true comes from the index; see [IndexReader].
final class RecordsReader {

  /// Fewer runs than this are read again faster than anyone notices.
  private static final int WORTH_INDEXING = 200;

  private final Path root;
  private final String place;
  private final int worthIndexing;
  private final LongAdder opened = new LongAdder();
  private volatile Figures like = Figures.none();

  RecordsReader(Path root) {
    this(root, WORTH_INDEXING);
  }

  /// @param worthIndexing so many runs read from their own files make a new index
  RecordsReader(Path root, int worthIndexing) {
    this.root = root;
    this.place = root + "/";
    this.worthIndexing = worthIndexing;
  }

  /// What one folder gave.
  ///
  /// @param index what of it is to be kept for the next reading
  private record Found(
      List<StoredRun> runs,
      List<StoredFailure> failures,
      List<Damage> damages,
      List<IndexedPoint> index) {

    Found() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    Instant first() {
      return runs.isEmpty() ? Instant.MAX : runs.getFirst().committed();
    }

    void addAll(Found other) {
      runs.addAll(other.runs);
      failures.addAll(other.failures);
      damages.addAll(other.damages);
      index.addAll(other.index);
    }
  }

  Records read() {
    Map<String, Checked> known = new HashMap<>();
    IndexReader.read(root, point -> known.put(point.name(), begun(point)));
    Found found = new Found();
    // Most of the time goes by waiting for the file system, which answers several at once.
    List<Found> points =
        children(root.resolve("runs"), "", found).parallelStream()
            .map(point -> {
              String name = point.getFileName().toString();
              return known.getOrDefault(name, new Checked(IndexedPoint.unknown(name))).found();
            })
            .toList();
    // Most studies measure point after point, and sorting all runs later is quick where they do.
    points.stream().sorted(Comparator.comparing(Found::first)).forEach(found::addAll);
    if (opened.sum() >= worthIndexing) {
      IndexWriter.write(root, found.index());
    }
    children(root.resolve("servers"), "", found).parallelStream()
        .map(this::server)
        .toList()
        .forEach(found::addAll);
    return records(found);
  }

  /// How many runs were read from their own files.
  long opened() {
    return opened.sum();
  }

  /// The same of one point's own runs; a server's failures are not among them.
  Records read(Point point) {
    return records(point(IndexedPoint.unknown(point.id())));
  }

  private Records records(Found found) {
    Decisions decisions =
        Decisions.read(new Journal(root.resolve("decisions.jsonl")), found.damages());
    return new Records(found.runs(), found.failures(), decisions, found.damages());
  }

  /// A point's folder as it is now, found by whoever asks first.
  private final class Checked {

    private final IndexedPoint before;
    private @Nullable Found found;

    Checked(IndexedPoint before) {
      this.before = before;
    }

    synchronized Found found() {
      if (found == null) {
        found = point(before);
      }
      return found;
    }
  }

  /// The file system is asked about a point while the next ones of the index are read.
  private Checked begun(IndexedPoint before) {
    Checked checked = new Checked(before);
    ForkJoinPool.commonPool().execute(checked::found);
    return checked;
  }

  private Found point(IndexedPoint before) {
    Found found = new Found();
    String name = before.name();
    Path point = root.resolve("runs").resolve(name);
    Stamp stamp = Stamp.of(point).orElse(Stamp.NONE);
    boolean same = stamp.equals(before.stamp());
    List<Path> folders =
        same
            ? before.repetitions().sequencedKeySet().stream().map(point::resolve).toList()
            : children(point, "rep-", found);
    SequencedMap<String, IndexedPoint.Repetition> repetitions = new LinkedHashMap<>();
    for (Path folder : folders) {
      String repetition = folder.getFileName().toString();
      IndexedPoint.Repetition read =
          same
              ? before.repetitions().getOrDefault(repetition, IndexedPoint.Repetition.OPEN)
              : IndexedPoint.Repetition.OPEN;
      repetitions.put(repetition, isTrue(read) ? read : repetition(folder, found));
    }
    repetitions
        .values()
        .forEach(each -> each.runs().forEach(committed -> found.runs().add(committed.run())));
    found.index().add(new IndexedPoint(name, stamp, repetitions));
    return found;
  }

  private boolean isTrue(IndexedPoint.Repetition read) {
    return read.whole() && read.runs().stream().allMatch(this::isTrue);
  }

  private boolean isTrue(IndexedPoint.Committed committed) {
    return committed
        .stamp()
        .stillOf(Path.of(place + committed.run().run().folder() + "/" + RunAttempt.RUN));
  }

  /// Reads a repetition's attempts. Its committed runs are in the result, all else goes to `found`.
  private IndexedPoint.Repetition repetition(Path folder, Found found) {
    List<IndexedPoint.Committed> runs = new ArrayList<>();
    List<Path> attempts = children(folder, "attempt-", found);
    for (Path attempt : attempts) {
      run(attempt, found).ifPresent(runs::add);
    }
    return new IndexedPoint.Repetition(runs.size() == attempts.size(), runs);
  }

  private Optional<IndexedPoint.Committed> run(Path attempt, Found found) {
    String folder = relative(attempt);
    Stamp stamp = Stamp.of(attempt.resolve(RunAttempt.RUN)).orElse(Stamp.NONE);
    List<IndexedPoint.Committed> read = new ArrayList<>();
    boolean ended =
        file(
            attempt,
            RunAttempt.RUN,
            found,
            json ->
                read.add(new IndexedPoint.Committed(stamp, RunReader.read(json, folder, like))));
    read.forEach(each -> like = each.run().run().figures());
    opened.add(read.size());
    if (!ended) {
      file(
          attempt,
          RunAttempt.FAILURE,
          found,
          json -> found.failures().add(RunFiles.readFailure(Json.read(json), folder)));
    }
    return read.stream().findFirst();
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
