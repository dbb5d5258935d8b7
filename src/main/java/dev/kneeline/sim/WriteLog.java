package dev.kneeline.sim;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

  private final DataOutputStream out;

  WriteLog(Path file) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
    out.writeBytes(MAGIC);
  }

  void arrived(long nanos, int request, String requestId) {
    byte[] id = requestId.getBytes(StandardCharsets.UTF_8);
    try {
      record(nanos, request, ARRIVED);
      out.writeShort(id.length);
      out.write(id);
    } catch (IOException full) {
      throw new UncheckedIOException("the write log", full);
    }
  }

  void wrote(long nanos, int request, int what) {
    try {
      record(nanos, request, what);
    } catch (IOException full) {
      throw new UncheckedIOException("the write log", full);
    }
  }

  private void record(long nanos, int request, int what) throws IOException {
    out.writeLong(nanos);
    out.writeInt(request);
    out.writeInt(what);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
