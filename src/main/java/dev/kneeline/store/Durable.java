package dev.kneeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Writes that are there after a crash, whole or not at all.
final class Durable {

  private Durable() {}

  /// Writes aside, syncs, renames, syncs the folder: a reader sees the old content or the new one,
  /// and after the return a power failure changes nothing.
  static void replace(Path file, String text) {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeAll(channel, text);
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
    syncFolder(file.getParent());
  }

  /// Writes aside and renames without a sync: a reader sees it whole or not at all, a power failure
  /// may lose it. For what can be made again, and is many.
  static void replaceUnsynced(Path file, String text) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Adds one line and syncs it. A crash may leave it torn, which readers of such files expect; the
  /// next line then starts on a line of its own.
  static void append(Path file, String line) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size();
      channel.position(end);
      writeAll(channel, (endsLine(channel, end) ? "" : "\n") + line + "\n");
      channel.force(true);
      if (end == 0) {
        syncFolder(file.getParent());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /// Makes sure that a file someone else wrote is on the disk.
  static void sync(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot sync " + file, failed);
    }
  }

  /// Marks a folder as changed, for readers who look at nothing but its time.
  static void touch(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write in " + folder, failed);
    }
  }

  /// Makes names in a folder durable. Not every file system lets a folder be opened; where it does
  /// not, there is nothing to sync it with.
  static void syncFolder(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      return;
    }
  }

  /// SHA-256 in hexadecimal digits, without holding the file in memory.
  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  private static boolean endsLine(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return true;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, end - 1);
    return last.get(0) == '\n';
  }

  private static void writeAll(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
