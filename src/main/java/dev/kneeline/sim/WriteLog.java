package dev.kneeline.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The instant of every event written, as a file: the truth against which a client's times are
/// judged.
///
/// Big-endian. The file begins with the eight bytes `KNWRITE1`. A record is a long, the instant
/// just before the write on the monotonic clock (which `System.nanoTime` and Python's
/// `perf_counter` read too), an int, the request's number from 0, and an int `what`:
/// - above 0: an event with that many tokens was written;
/// - 0: the answer is complete;
/// - -1: the request has arrived; a short length and that many bytes of its `x-request-id` follow.
public final class WriteLog implements AutoCloseable {

  /// The first eight bytes of a file.
  public static final String MAGIC = "KNWRITE1";

  /// The `what` of an arrival.
  public static final int ARRIVED = -1;

  /// The `what` of a complete answer.
  public static final int COMPLETE = 0;

  private static final int RECORD_BYTES = 16;

  private final FileChannel file;

  /// Handed to the system in pieces that take it a few dozen microseconds each.
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

  WriteLog(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    buffer.put(MAGIC.getBytes(StandardCharsets.US_ASCII));
  }

  void arrived(long nanos, int request, String requestId) {
    byte[] id = requestId.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(id.length, Short.MAX_VALUE);
    record(nanos, request, ARRIVED, Short.BYTES + length);
    buffer.putShort((short) length).put(id, 0, length);
  }

  void wrote(long nanos, int request, int what) {
    record(nanos, request, what, 0);
  }

  private void record(long nanos, int request, int what, int more) {
    if (buffer.remaining() < RECORD_BYTES + more) {
      try {
        flush();
      } catch (IOException full) {
        throw new UncheckedIOException("the write log", full);
      }
    }
    buffer.putLong(nanos).putInt(request).putInt(what);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    flush();
    file.close();
  }
}
