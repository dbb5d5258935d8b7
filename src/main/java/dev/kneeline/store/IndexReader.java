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
import java.util.function.Consumer;
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

  /// Read at its position, and by figures anywhere.
  private final ByteBuffer in;

  private final List<String> texts = new ArrayList<>();
  private final List<Figures> likes = new ArrayList<>();
  private final Map<ByteBuffer, BitSet> marks = new HashMap<>();
  private final Map<String, Point> points = new HashMap<>();
  private Point last = new Point(new LinkedHashMap<>());

  private IndexReader(ByteBuffer in) {
    this.in = in;
  }

  /// Gives each point to `use` as soon as it is read. Figures stay as the index has them, in memory
  /// of its size, since a table asks for a few of each run's hundred.
  static void read(Path root, Consumer<IndexedPoint> use) {
    try {
      ByteBuffer file = whole(root.resolve(FILE));
      if (file.limit() < Integer.BYTES + Long.BYTES || file.getInt(0) != VERSION) {
        return;
      }
      CRC32C sum = new CRC32C();
      sum.update(file.duplicate().limit(file.limit() - Long.BYTES));
      if (sum.getValue() == file.getLong(file.limit() - Long.BYTES)) {
        new IndexReader(file).points(use);
      }
    } catch (IOException | IllegalArgumentException | BufferUnderflowException unusable) {
      return;
    }
  }

  /// Not mapped: what is read once must not change with the file.
  private static ByteBuffer whole(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer file = ByteBuffer.allocateDirect((int) channel.size());
      int read = 0;
      while (file.hasRemaining() && read >= 0) {
        read = channel.read(file);
      }
      return file.flip();
    }
  }

  private void points(Consumer<IndexedPoint> use) {
    in.getInt();
    for (int left = in.getInt(); left > 0; left--) {
      String name = text();
      Stamp stamp = stamp();
      SequencedMap<String, IndexedPoint.Repetition> repetitions = new LinkedHashMap<>();
      for (int more = in.getInt(); more > 0; more--) {
        repetitions.put(text(), repetition());
      }
      use.accept(new IndexedPoint(name, stamp, repetitions));
    }
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
    Point point = points.computeIfAbsent(text(), this::point);
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

  private Point point(String json) {
    last = new Point(Fields.of(Json.read(json)).entries()).sharingNamesOf(last);
    return last;
  }

  private Figures figures() {
    int number = in.getInt();
    if (number == likes.size()) {
      likes.add(Figures.absent(texts()));
    }
    Figures like = likes.get(number);
    int first = in.position();
    in.position(first + like.keys().size() * Double.BYTES);
    ByteBuffer bits = ByteBuffer.wrap(bytes());
    BitSet reliable = marks.computeIfAbsent(bits, BitSet::valueOf);
    return like.withNumbers(new Stored(in, first, reliable));
  }

  /// Figures in the index.
  ///
  /// @param first where the first one's value begins
  /// @param marks which are reliable; runs have few different ones
  private record Stored(ByteBuffer file, int first, BitSet marks) implements Figures.Numbers {

    @Override
    public double value(int place) {
      return file.getDouble(first + place * Double.BYTES);
    }

    @Override
    public boolean reliable(int place) {
      return marks.get(place);
    }
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
