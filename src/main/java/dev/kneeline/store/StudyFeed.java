package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// What happens to a study while other processes fill its folder, told without reading it anew.
///
/// Journals are read on from where the last look ended. Whoever writes without one, such as a copy
/// from another machine, is noticed by the times of the folders, at a pace at which looking at all
/// of them costs a twentieth of the time.
public final class StudyFeed {

  private static final int PACE = 20;

  private final Path root;
  private final Map<Path, Long> read = new HashMap<>();
  private long stamp;
  private long nextStamp = System.nanoTime();

  public StudyFeed(Path root) {
    this.root = root;
  }

  /// A line of a journal.
  ///
  /// @param name of the event, such as `committed`
  /// @param fields everything that the line says
  public record Event(String name, SequencedMap<String, Value> fields) {

    /// What is under a key; empty where nothing is.
    public String text(String key) {
      Value value = fields.getOrDefault(key, Value.UNSET);
      return value.equals(Value.UNSET) ? "" : value.spelling();
    }

    /// What is under a key; 0 where there is no number.
    public long number(String key) {
      return fields.get(key) instanceof Value.Whole whole ? whole.number() : 0;
    }
  }

  /// Whether anything but a journal has changed since the last call; the first call says yes.
  public boolean changed() {
    long begun = System.nanoTime();
    if (begun < nextStamp) {
      return false;
    }
    long now = stampNow();
    long took = System.nanoTime() - begun;
    nextStamp = begun + Math.max(Duration.ofSeconds(1).toNanos(), PACE * took);
    boolean changed = now != stamp;
    stamp = now;
    return changed;
  }

  /// The events since the last call, each journal's in its order; a line that is still being
  /// written comes when it is whole.
  public List<Event> news() {
    List<Event> news = new ArrayList<>();
    follow(root.resolve("journal.jsonl"), news);
    for (Path server : folders(root.resolve("servers"))) {
      for (Path attempt : folders(server)) {
        follow(attempt.resolve("journal.jsonl"), news);
      }
    }
    return news;
  }

  private void follow(Path journal, List<Event> news) {
    for (String line : newLines(journal).split("\n")) {
      try {
        if (!line.isBlank()
            && Json.read(line) instanceof Value.Entries(SequencedMap<String, Value> fields)
            && fields.get("event") instanceof Value.Text(String name)) {
          news.add(new Event(name, fields));
        }
      } catch (IllegalArgumentException torn) {
        // A crash left it; the next writer began a line of its own.
      }
    }
  }

  private String newLines(Path journal) {
    long from = read.getOrDefault(journal, 0L);
    try {
      if (Files.size(journal) <= from) {
        return "";
      }
      try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
        byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
        file.seek(from);
        file.readFully(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
          end--;
        }
        read.put(journal, from + end);
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException notYet) {
      return "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + journal, unreadable);
    }
  }

  private long stampNow() {
    long now =
        Objects.hash(time(root.resolve("sweep.json")), time(root.resolve("decisions.jsonl")));
    // Inside a server's attempt its logs grow all the time, inside a run's only what counts
    // changes.
    return 31 * (31 * now + stamp(root.resolve("runs"), 3)) + stamp(root.resolve("servers"), 2);
  }

  /// Times of a folder and of the folders in it: a file that comes or goes changes its folder's.
  private static long stamp(Path folder, int depth) {
    long stamp = time(folder);
    for (Path each : depth == 0 ? List.<Path>of() : folders(folder)) {
      stamp = 31 * stamp + stamp(each, depth - 1);
    }
    return stamp;
  }

  private static long time(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException absent) {
      return 0;
    }
  }

  private static List<Path> folders(Path folder) {
    try {
      return AttemptList.children(folder, "");
    } catch (UncheckedIOException gone) {
      return List.of();
    }
  }
}
