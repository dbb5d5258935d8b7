package dev.kneeline.store;

import dev.kneeline.metric.Figure;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// Writes `index.bin`, which [IndexReader] reads. It is derived and may be lost: it is renamed into
/// place and not synced, and its last eight bytes are a checksum of the others.
final class IndexWriter {

  private final DataOutputStream out;
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<List<String>, Integer> keys = new HashMap<>();

  private IndexWriter(DataOutputStream out) {
    this.out = out;
  }

  /// Replaces the index, if the folder can be written at all.
  static void write(Path root, Collection<IndexedPoint> points) {
    Path aside = root.resolve(IndexReader.FILE + ".tmp");
    try {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
        long horizon = Stamp.of(aside).orElse(Stamp.NONE).nanos() - IndexReader.DOUBTFUL_NANOS;
        CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        new IndexWriter(out).write(points.stream().map(point -> point.settled(horizon)).toList());
        out.writeLong(checked.getChecksum().getValue());
      }
      Files.move(
          aside,
          root.resolve(IndexReader.FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      // Someone else's study, or a full disk: it is read from its files again, then.
      return;
    }
  }

  private void write(List<IndexedPoint> points) throws IOException {
    out.writeInt(IndexReader.VERSION);
    out.writeInt(points.size());
    for (IndexedPoint point : points) {
      text(point.name());
      stamp(point.stamp());
      out.writeInt(point.repetitions().size());
      for (Map.Entry<String, IndexedPoint.Repetition> each : point.repetitions().entrySet()) {
        text(each.getKey());
        out.writeBoolean(each.getValue().whole());
        out.writeInt(each.getValue().runs().size());
        for (IndexedPoint.Committed committed : each.getValue().runs()) {
          stamp(committed.stamp());
          run(committed.run());
        }
      }
    }
  }

  private void run(StoredRun stored) throws IOException {
    text(Json.compact(new Value.Entries(stored.point().values())));
    Run run = stored.run();
    out.writeInt(run.repetition());
    text(run.fingerprint());
    text(run.verdict().status());
    texts(run.verdict().reasons());
    out.writeBoolean(run.simulated());
    text(run.folder());
    figures(run);
    out.writeDouble(run.cost().seconds());
    out.writeDouble(run.cost().serverStartSeconds());
    out.writeInt(run.cost().gpus());
    texts(run.ignored());
    out.writeInt(stored.attempt());
    Instant committed = stored.committed();
    out.writeLong(committed.getEpochSecond());
    out.writeInt(committed.getNano());
    out.writeBoolean(stored.origin().simulated());
    text(stored.origin().engine());
    text(stored.origin().version());
    texts(stored.origin().ignored());
    out.writeBoolean(stored.raw().isPresent());
    if (stored.raw().isPresent()) {
      text(stored.raw().get().name());
      out.writeLong(stored.raw().get().bytes());
      text(stored.raw().get().sha256());
    }
    text(stored.server());
  }

  /// Lists of keys are few, and most runs have the same.
  private void figures(Run run) throws IOException {
    List<String> own = run.figures().keys();
    Integer known = keys.putIfAbsent(own, keys.size());
    out.writeInt(known == null ? keys.size() - 1 : known);
    if (known == null) {
      texts(own);
    }
    BitSet reliable = new BitSet();
    for (int index = 0; index < own.size(); index++) {
      Figure figure = run.figures().figure(own.get(index));
      out.writeDouble(figure.value().orElse(Double.NaN));
      reliable.set(index, figure.reliable());
    }
    byte[] bits = reliable.toByteArray();
    out.writeInt(bits.length);
    out.write(bits);
  }

  private void stamp(Stamp stamp) throws IOException {
    out.writeLong(stamp.bytes());
    out.writeLong(stamp.nanos());
  }

  private void texts(List<String> list) throws IOException {
    out.writeInt(list.size());
    for (String text : list) {
      text(text);
    }
  }

  /// A number for each text; the text itself where its number stands for the first time.
  private void text(String text) throws IOException {
    Integer known = texts.putIfAbsent(text, texts.size());
    out.writeInt(known == null ? texts.size() - 1 : known);
    if (known == null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }
}
