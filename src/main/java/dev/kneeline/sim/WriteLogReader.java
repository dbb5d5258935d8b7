package dev.kneeline.sim;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the file of [WriteLog] back, record by record.
public final class WriteLogReader {

  /// Hears of each record, in the order of writing.
  public interface Listener {

    /// A request has arrived.
    void arrived(long nanos, int request, String requestId);

    /// An event with so many tokens was written; 0 means that the answer is complete.
    void wrote(long nanos, int request, int tokens);
  }

  private WriteLogReader() {}

  /// Reads the whole file. A record that a killed server left unfinished at the end is left out.
  ///
  /// @throws IOException where it is not such a file
  public static void read(Path file, Listener listener) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      byte[] magic = in.readNBytes(WriteLog.MAGIC.length());
      if (!new String(magic, StandardCharsets.US_ASCII).equals(WriteLog.MAGIC)) {
        throw new IOException(file + " is no write log");
      }
      while (true) {
        record(in, listener);
      }
    } catch (EOFException end) {
      // The file has no count of its records: its end is the end.
    }
  }

  private static void record(DataInputStream in, Listener listener) throws IOException {
    long nanos = in.readLong();
    int request = in.readInt();
    int what = in.readInt();
    if (what == WriteLog.ARRIVED) {
      byte[] id = new byte[in.readUnsignedShort()];
      in.readFully(id);
      listener.arrived(nanos, request, new String(id, StandardCharsets.UTF_8));
    } else {
      listener.wrote(nanos, request, what);
    }
  }
}
