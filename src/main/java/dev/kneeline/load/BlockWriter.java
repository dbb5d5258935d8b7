package dev.kneeline.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Writes blocks of bytes to a file from a thread of its own, so that a slow disk does not hold the
/// load up.
final class BlockWriter {

  /// An empty block ends the file.
  private static final byte[] END = new byte[0];

  private final Path path;
  private final OutputStream out;
  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable IOException failure;

  BlockWriter(Path path) throws IOException {
    this.path = path;
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    this.out = Files.newOutputStream(path);
    this.thread = Thread.ofPlatform().daemon().name("kneeline-samples").start(this::write);
  }

  Path path() {
    return path;
  }

  /// Of a file that cannot be written nothing is kept waiting.
  void add(byte[] block) {
    if (block.length > 0 && failure == null) {
      queue.add(block);
    }
  }

  /// Waits until all is written.
  void finish() throws IOException {
    queue.add(END);
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IOException("cannot write %s: %s".formatted(path, failure.getMessage()), failure);
    }
  }

  private void write() {
    try (out) {
      for (byte[] block = queue.take(); block.length > 0; block = queue.take()) {
        out.write(block);
      }
    } catch (IOException broken) {
      failure = broken;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
