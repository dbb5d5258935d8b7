package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Records of requests in a file: the truth from which every figure can be computed again.
///
/// It begins with the line `kneeline-samples 1`. Records follow, each as a varint of its length, a
/// byte of its kind (1 a request, 2 the window) and its content, see [SampleCodec]. A window is the
/// last record of a file that was closed in order; a record cut short by a crash is read over.
public final class SampleFile {

  static final int LONGEST_RECORD = 64 * 1024 * 1024;

  private static final byte[] MAGIC = "kneeline-samples 1\n".getBytes(StandardCharsets.US_ASCII);
  static final int REQUEST = 1;
  static final int WINDOW = 2;

  private SampleFile() {}

  /// What a file holds.
  ///
  /// @param samples read again from the file each time they are gone through
  /// @param window empty for a run that did not come to its end
  public record Recording(Samples samples, Optional<Window> window) {}

  /// Opens a file for reading.
  ///
  /// @throws IOException when it is not there or not of this format
  public static Recording read(Path file) throws IOException {
    long count = 0;
    Optional<Window> window = Optional.empty();
    Source source = () -> new BufferedInputStream(Files.newInputStream(file), 1 << 18);
    try (Records records = new Records(source)) {
      while (records.advance()) {
        count += records.kind == REQUEST ? 1 : 0;
        if (records.kind == WINDOW) {
          window = Optional.of(SampleCodec.readWindow(records.content()));
        }
      }
    }
    return new Recording(samples(source, count), window);
  }

  /// Records behind a stream that can be opened as often as needed.
  static Samples samples(Source source, long count) {
    return new StreamSamples(source, count);
  }

  static byte[] magic() {
    return MAGIC.clone();
  }

  /// Opens the bytes of a samples file.
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /// Goes over the records of a file.
  private static final class Records implements AutoCloseable {
    private final DataInputStream in;
    private byte[] record = new byte[0];
    private int kind;

    Records(Source source) throws IOException {
      in = new DataInputStream(source.open());
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        in.close();
        throw new IOException("this file holds no samples of a load");
      }
    }

    /// Reads the next record; false at the file's end, or where a crash has cut it.
    boolean advance() throws IOException {
      try {
        long length = SampleCodec.varint(in);
        if (length < 1 || length > LONGEST_RECORD) {
          throw new IOException("a record of %d bytes".formatted(length));
        }
        record = in.readNBytes((int) length);
        kind = record.length == length ? record[0] : 0;
        return record.length == length;
      } catch (EOFException end) {
        return false;
      }
    }

    DataInputStream content() {
      return new DataInputStream(new ByteArrayInputStream(record, 1, record.length - 1));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private record StreamSamples(Source source, long count) implements Samples {
    @Override
    public Iterator<Sample> iterator() {
      return new Cursor(source);
    }
  }

  /// Reads ahead by one record and closes the file at its end.
  private static final class Cursor implements Iterator<Sample> {
    private final Records records;
    private @Nullable Sample next;

    Cursor(Source source) {
      try {
        records = new Records(source);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Sample next() {
      Sample current = next;
      if (current == null) {
        throw new NoSuchElementException("no further sample");
      }
      advance();
      return current;
    }

    private void advance() {
      try {
        next = null;
        while (next == null && records.advance()) {
          if (records.kind == REQUEST) {
            next = SampleCodec.read(records.content());
          }
        }
        if (next == null) {
          records.close();
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
