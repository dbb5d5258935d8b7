package dev.kneeline.store;

import dev.kneeline.store.StudyRefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The right to be the one controller of a study, held while the process lives.
///
/// A file lock would not do: on shared file systems it is often local to a machine or absent. So
/// the lease is a numbered file, `lease/7.json`; whoever creates the next number holds it. Creating
/// is atomic and nobody ever takes another's file away, so two takers cannot both win. The holder
/// rewrites its file every ten seconds; it is over when it says so, when its process on this
/// machine is dead, or when it missed its beats for [#STALE].
///
/// Clocks of machines differ, so a lease's age is never read off a clock: it is the time between
/// the holder's last write and a write of our own, both stamped by the file system they share.
final class Lease implements AutoCloseable {

  static final Duration BEAT = Duration.ofSeconds(10);

  /// Nine beats: attribute caches of NFS hide a change for up to a minute.
  static final Duration STALE = Duration.ofSeconds(90);

  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.json");
  private static final int MOST_TRIES = 20;

  private final Path folder;
  private final long number;
  private final Holder self;
  private final InstantSource clock;
  private final Thread beating;
  private volatile boolean closed;

  private Lease(Path folder, long number, Holder self, InstantSource clock) {
    this.folder = folder;
    this.number = number;
    this.self = self;
    this.clock = clock;
    this.beating = Thread.ofPlatform().daemon().name("kneeline-lease").unstarted(this::beat);
  }

  /// Takes the lease of a study.
  ///
  /// @throws StudyRefusedException if another process holds it
  static Lease take(Path folder, InstantSource clock) {
    Holder self = Holder.self(clock.instant());
    try {
      Files.createDirectories(folder);
      for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
        Optional<Lease> taken = attempt(folder, self, clock);
        if (taken.isPresent()) {
          taken.get().beating.start();
          return taken.get();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot take the lease in " + folder, failed);
    }
    throw refusal("other processes are taking the study's lease at this moment", "try again");
  }

  /// Who holds the lease, if it is held; for people, since it writes nothing and so trusts the
  /// clock.
  static Optional<Holder> holder(Path folder, InstantSource clock) {
    try {
      List<Long> numbers = numbers(folder);
      if (numbers.isEmpty()) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      State state = state(file(folder, numbers.getLast()), Holder.self(now), now);
      return state instanceof State.Held(Holder holder, Duration _)
          ? Optional.of(holder)
          : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the lease in " + folder, unreadable);
    }
  }

  /// Whether it was taken over, which can happen only after this process stood still for long.
  boolean lost() {
    try {
      return numbers(folder).getLast() != number;
    } catch (IOException | RuntimeException unreadable) {
      return true;
    }
  }

  Holder self() {
    return self;
  }

  /// Gives it back. The file stays and says so: the next number must be a new one.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(beating);
    try {
      beating.join(Duration.ofSeconds(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (Files.isDirectory(folder) && !lost()) {
      write(true);
    }
  }

  /// How a lease file stands.
  private sealed interface State {
    record Free() implements State {}

    record Held(Holder holder, Duration age) implements State {}

    /// Taken this moment, and its holder's name is not written yet.
    record Nameless() implements State {}
  }

  private static Optional<Lease> attempt(Path folder, Holder self, InstantSource clock)
      throws IOException {
    Path own = folder.resolve("taker-" + self.id());
    Files.writeString(own, Json.pretty(self.toJson(false, clock.instant())));
    try {
      Instant now = Files.getLastModifiedTime(own).toInstant();
      List<Long> numbers = numbers(folder);
      long last = numbers.isEmpty() ? 0 : numbers.getLast();
      if (last > 0) {
        switch (state(file(folder, last), self, now)) {
          case State.Held(Holder holder, Duration age) -> throw refusal(holder, age);
          case State.Nameless() -> {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return Optional.empty();
          }
          case State.Free() -> {}
        }
      }
      Lease lease = new Lease(folder, last + 1, self, clock);
      if (!lease.create(own)) {
        return Optional.empty();
      }
      // What was listed before may have been old; only the highest number counts.
      if (numbers(folder).getLast() != lease.number) {
        Files.deleteIfExists(lease.file());
        return Optional.empty();
      }
      for (long older : numbers) {
        Files.deleteIfExists(file(folder, older));
      }
      return Optional.of(lease);
    } finally {
      Files.deleteIfExists(own);
    }
  }

  /// Puts the lease in place with its content, by a hard link, which fails where the name is taken.
  /// A file system without links gets a file that is empty for a moment.
  private boolean create(Path own) throws IOException {
    try {
      Files.createLink(file(), own);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      try {
        Files.newByteChannel(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            .close();
      } catch (FileAlreadyExistsException taken) {
        return false;
      }
      write(false);
      return true;
    }
  }

  private static State state(Path file, Holder self, Instant now) throws IOException {
    Duration age;
    String text;
    try {
      age = Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
      text = Files.readString(file);
    } catch (NoSuchFileException gone) {
      return new State.Nameless();
    }
    boolean stale = age.compareTo(STALE) > 0;
    Fields fields;
    try {
      fields = Fields.of(Json.read(text));
      Holder holder = Holder.read(fields);
      boolean over = fields.flag("released") || !holder.alive(self).orElse(!stale);
      return over ? new State.Free() : new State.Held(holder, age);
    } catch (IllegalArgumentException unwritten) {
      return stale ? new State.Free() : new State.Nameless();
    }
  }

  private static List<Long> numbers(Path folder) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          numbers.add(Long.parseLong(matcher.group(1)));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  private void beat() {
    while (!closed) {
      LockSupport.parkNanos(BEAT.toNanos());
      if (closed || lost()) {
        return;
      }
      try {
        write(false);
      } catch (UncheckedIOException fullOrAway) {
        // The next beat may succeed again; nine in a row must fail before anyone else takes over.
      }
    }
  }

  private void write(boolean released) {
    Durable.replace(file(), Json.pretty(self.toJson(released, clock.instant())));
  }

  private Path file() {
    return file(folder, number);
  }

  private static Path file(Path folder, long number) {
    return folder.resolve(number + ".json");
  }

  private static StudyRefusedException refusal(Holder holder, Duration age) {
    return refusal(
        "another controller runs this study: %s, last sign of life %d s ago"
            .formatted(holder.line(), Math.max(0, age.toSeconds())),
        "wait for it, stop it, or give this run another folder; the study is free %d s after its last sign of life"
            .formatted(STALE.toSeconds()));
  }

  private static StudyRefusedException refusal(String message, String hint) {
    return new StudyRefusedException(Reason.LOCKED, message, hint);
  }
}
