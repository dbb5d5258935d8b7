package dev.kneeline.llama;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder of its own for the native library of this process.
///
/// The binding's loader deletes what it takes for old copies in the temporary folder and writes a
/// fixed file name there, so two processes could take the library from each other's feet. A folder
/// per process prevents that. It is removed at exit; what a killed process left is removed by the
/// next start, which knows it by its lock: the operating system frees that when the owner dies.
final class NativeLibrary {

  private static final String FOLDER_PROPERTY = "de.kherud.llama.tmpdir";
  private static final String PREFIX = "kneeline-llama-";
  private static final String LOCK = "in-use";

  /// A younger folder may be one whose owner has not locked it yet.
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final Path folder;
  private final FileChannel lock;

  private NativeLibrary(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Prepares the folder and points the binding to it; call before any class of the binding loads.
  static NativeLibrary prepare(Path temporary) throws IOException {
    sweep(temporary);
    Path folder = Files.createTempDirectory(temporary, PREFIX);
    FileChannel lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    System.setProperty(FOLDER_PROPERTY, folder.toString());
    return new NativeLibrary(folder, lock);
  }

  /// Removes the folder, as far as the operating system allows while the library is loaded.
  void remove() {
    try {
      lock.close();
      delete(folder);
    } catch (IOException e) {
      // The next start sweeps what is left.
      return;
    }
  }

  /// Why the library would not load: the system loader's own words, which the binding keeps back.
  Optional<String> whyNotLoaded() {
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, "*jllama*")) {
      for (Path library : libraries) {
        System.load(library.toString());
      }
    } catch (UnsatisfiedLinkError | IOException e) {
      return Optional.ofNullable(e.getMessage());
    }
    return Optional.empty();
  }

  private static void sweep(Path temporary) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        if (isOld(folder) && isFree(folder)) {
          delete(folder);
        }
      }
    }
  }

  private static boolean isOld(Path folder) {
    try {
      Instant changed = Files.getLastModifiedTime(folder).toInstant();
      return changed.isBefore(Instant.now().minus(YOUNG));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(Path folder) {
    try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      return lock.tryLock() != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> contents = Files.walk(folder)) {
      List<Path> deepestFirst = contents.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Another start sweeps the same folder, or it belongs to somebody else.
      return;
    }
  }
}
