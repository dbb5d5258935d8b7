package dev.kneeline.exec;

import dev.kneeline.store.Redaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Overwrites secrets in a log to which a process is still appending: engines print the arguments
/// that they were given, an API key among them.
///
/// A pipe in between would do it before the disk sees them, and would cost the workers that outlive
/// their leader: Java closes a pipe when the leader ends. So secrets stand in the file until the
/// next look.
final class LogScrubber {

  private static final int CHUNK = 1 << 16;

  private final Path log;
  private final Redaction redaction;
  private final int longest;
  private long seen;

  /// Looks at what is written from now on.
  LogScrubber(Path log, Redaction redaction) {
    this.log = log;
    this.redaction = redaction;
    this.longest = redaction.longestSecret();
    this.seen = size(log);
  }

  /// Looks at what came since the last look. A log that cannot be read is left as it is.
  synchronized void scrub() {
    if (longest == 0 || size(log) <= seen) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = file.size();
      while (seen < size) {
        // From where a secret may have begun whose end had not been written yet.
        long from = Math.max(0, seen - longest + 1);
        int length = (int) Math.min(size - from, CHUNK + longest);
        scrub(file, from, length);
        seen = from + length;
      }
    } catch (IOException unreadable) {
      seen = size(log);
    }
  }

  private void scrub(FileChannel file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    int read = 0;
    while (buffer.hasRemaining() && read >= 0) {
      read = file.read(buffer, from + buffer.position());
    }
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    String hidden = redaction.overwritten(text);
    if (!hidden.equals(text)) {
      file.write(ByteBuffer.wrap(hidden.getBytes(StandardCharsets.ISO_8859_1)), from);
    }
  }

  private static long size(Path log) {
    try {
      return Files.size(log);
    } catch (IOException notYet) {
      return 0;
    }
  }
}
