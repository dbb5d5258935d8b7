package dev.kneeline.store;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/// Reads `index.bin`: what a study's committed runs said when they were last read, with the stamps
/// of files and folders by which whoever uses it finds out whether they still say so.
///
/// A study of 100,000 runs is 100,000 files; asking the file system whether each is what it was
/// takes a tenth of the time of reading them. A missing, damaged or foreign index is an empty one.
final class IndexReader {

  static final String FILE = "index.bin";

  /// Raised whenever what a run keeps, or how, has changed.
  static final int VERSION = 1;

  /// Clocks of file systems tick every second at worst, and writers' clocks differ a little.
  static final long DOUBTFUL_NANOS = 2_000_000_000L;

  private final ByteBuffer in;
  private final List<String> texts = new ArrayList<>();
  private final List<Figures> likes = new ArrayList<>();
  private final Map<String, Point> points = new HashMap<>();

  private IndexReader(ByteBuffer in) {
    this.in = in;
  }

  /// The points by the names of their folders.
  static Map<String, IndexedPoint> read(Path root) {
    try (FileChannel channel = FileChannel.open(root.resolve(FILE), StandardOpenOption.READ)) {
      ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      if (file.limit() < Integer.BYTES + Long.BYTES || file.getInt(0) != VERSION) {
        return Map.of();
      }
      CRC32C sum = new CRC32C();
      sum.update(file.duplicate().limit(file.limit() - Long.BYTES));
      return sum.getValue() == file.getLong(file.limit() - Long.BYTES)
          ? new IndexReader(file).read()
          : Map.of();
    } catch (IOException | IllegalArgumentException | BufferUnderflowException unusable) {
      return Map.of();
    }
  }

  private Map<String, IndexedPoint> read() {
    in.getInt();
    Map<String, IndexedPoint> all = new HashMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      String name = text();
      Stamp stamp = stamp();
      SequencedMap<String, IndexedPoint.Repetition> repetitions = new LinkedHashMap<>();
      for (int more = in.getInt(); more > 0; more--) {
        repetitions.put(text(), repetition());
      }
      all.put(name, new IndexedPoint(name, stamp, repetitions));
    }
    return all;
  }

  private IndexedPoint.Repetition repetition() {
    boolean whole = flag();
    List<IndexedPoint.Committed> runs = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      runs.add(new IndexedPoint.Committed(stamp(), run()));
    }
    return new IndexedPoint.Repetition(whole, runs);
  }

  /// In the order of [IndexWriter]; canonical constructors, so that the compiler asks for what is
  /// added to a run.
  private StoredRun run() {
    Point point = points.computeIfAbsent(text(), IndexReader::point);
    Run run =
        new Run(
            in.getInt(),
            text(),
            new Verdict(text(), texts()),
            flag(),
            text(),
            figures(),
            new Run.Cost(in.getDouble(), in.getDouble(), in.getInt()),
            texts());
    return new StoredRun(
        point,
        run,
        in.getInt(),
        Instant.ofEpochSecond(in.getLong(), in.getInt()),
        new Origin(flag(), text(), text(), texts()),
        flag() ? Optional.of(new RawFile(text(), in.getLong(), text())) : Optional.empty(),
        text());
  }

  private static Point point(String json) {
    return new Point(Fields.of(Json.read(json)).entries());
  }

  private Figures figures() {
    int number = in.getInt();
    if (number == likes.size()) {
      likes.add(Figures.absent(texts()));
    }
    Figures like = likes.get(number);
    double[] values = new double[like.keys().size()];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + values.length * Double.BYTES);
    byte[] bits = bytes();
    BitSet reliable = BitSet.valueOf(bits);
    boolean[] marks = new boolean[values.length];
    for (int index = 0; index < marks.length; index++) {
      marks[index] = reliable.get(index);
    }
    return like.withValues(values, marks);
  }

  private Stamp stamp() {
    return new Stamp(in.getLong(), in.getLong());
  }

  private boolean flag() {
    return in.get() != 0;
  }

  private List<String> texts() {
    int size = in.getInt();
    List<String> list = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      list.add(text());
    }
    return list;
  }

  private String text() {
    int number = in.getInt();
    if (number == texts.size()) {
      texts.add(new String(bytes(), StandardCharsets.UTF_8));
    }
    return texts.get(number);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
