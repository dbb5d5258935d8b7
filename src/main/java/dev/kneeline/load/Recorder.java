package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Keeps the records of a run, encoded at once so that the collector has nothing to carry around:
/// in memory while they are few, else in a file, which a thread of its own writes.
final class Recorder implements SampleSink {

  /// About 50 MB of records.
  private static final long MOST_EVENTS_IN_MEMORY = 10_000_000;

  private static final int BLOCK_BYTES = 1 << 20;

  /// Where less is awaited, the first block is smaller: a run of some requests takes no megabyte.
  private static final int FIRST_BYTES = 16 << 10;

  /// What a request and a token of it take, generously.
  private static final int REQUEST_BYTES = 200;

  private static final int TOKEN_BYTES = 10;

  private final RecordBytes record = new RecordBytes();
  private final RecordBytes size = new RecordBytes();
  private final List<byte[]> blocks = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final boolean keepTexts;
  private final boolean inMemory;
  private final Optional<BlockWriter> file;
  private byte[] block;
  private int filled;
  private long count;

  /// @param wanted where the records are to be written to
  /// @param inMemory keep them in memory too, or only
  Recorder(Optional<Path> wanted, boolean inMemory, boolean keepTexts) throws IOException {
    this(wanted, inMemory, keepTexts, BLOCK_BYTES);
  }

  private Recorder(Optional<Path> wanted, boolean inMemory, boolean keepTexts, int first)
      throws IOException {
    this.block = new byte[first];
    this.keepTexts = keepTexts;
    this.inMemory = inMemory;
    if (wanted.isPresent() || !inMemory) {
      file = Optional.of(new BlockWriter(wanted.isPresent() ? wanted.get() : temporary()));
    } else {
      file = Optional.empty();
    }
    append(SampleFile.magic(), SampleFile.magic().length);
  }

  /// As the options and the size of the run have it.
  ///
  /// @param alone nobody else records, so that the samples file is this one's to write
  static Recorder of(LoadOptions options, long count, int askedTokens, boolean alone)
      throws IOException {
    Reporting reporting = options.reporting();
    Optional<Path> file = alone ? reporting.samplesFile() : Optional.empty();
    boolean small = count * (10L + askedTokens) <= MOST_EVENTS_IN_MEMORY;
    long awaited = count * (REQUEST_BYTES + (long) TOKEN_BYTES * askedTokens);
    int first = Math.clamp(awaited, FIRST_BYTES, BLOCK_BYTES);
    return new Recorder(file, small, reporting.keepTexts(), first);
  }

  /// Gone when the program ends; the folder of temporary files must bear about 5 bytes a token.
  private static Path temporary() throws IOException {
    Path path = Files.createTempFile("kneeline", ".samples");
    path.toFile().deleteOnExit();
    return path;
  }

  @Override
  public void accept(Sample sample, String text) {
    record.clear();
    record.put(SampleFile.REQUEST);
    SampleCodec.write(record, sample);
    appendRecord();
    count++;
    if (keepTexts) {
      texts.add(text);
    }
  }

  /// Ends the recording and gives the records.
  Samples finish(Window window) throws IOException {
    record.clear();
    record.put(SampleFile.WINDOW);
    SampleCodec.write(record, window);
    appendRecord();
    hand(Arrays.copyOf(block, filled));
    if (file.isPresent()) {
      file.get().finish();
    }
    if (!inMemory && file.isPresent()) {
      return SampleFile.read(file.get().path()).samples();
    }
    List<byte[]> kept = List.copyOf(blocks);
    return SampleFile.samples(() -> stream(kept), count);
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  private static InputStream stream(List<byte[]> blocks) {
    return new SequenceInputStream(
        Collections.enumeration(
            blocks.stream().<InputStream>map(ByteArrayInputStream::new).toList()));
  }

  private void appendRecord() {
    size.clear();
    size.varint(record.length());
    append(size.array(), size.length());
    append(record.array(), record.length());
  }

  private void append(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      int part = Math.min(length - from, block.length - filled);
      System.arraycopy(bytes, from, block, filled, part);
      filled += part;
      from += part;
      if (filled == block.length) {
        hand(block);
        block = new byte[BLOCK_BYTES];
        filled = 0;
      }
    }
  }

  private void hand(byte[] full) {
    file.ifPresent(writer -> writer.add(full));
    if (inMemory) {
      blocks.add(full);
    }
  }
}
