package dev.kneeline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What a file or folder was when it was looked at: another stamp means other content.
///
/// @param bytes its size
/// @param nanos when it was changed last, since 1970, by the file system's clock
record Stamp(long bytes, long nanos) {

  /// A stamp that none is equal to.
  static final Stamp NONE = new Stamp(-1, -1);

  /// Taken before the content is read, so that a later change shows.
  static Optional<Stamp> of(Path path) {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(found.size(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /// Whether this is what is there now.
  boolean stillOf(Path path) {
    return of(path).filter(this::equals).isPresent();
  }

  /// Whether it is old enough that no change could have left it as it is.
  boolean settled(long horizonNanos) {
    return nanos >= 0 && nanos < horizonNanos;
  }
}
