package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The process that holds a study's lease.
///
/// @param id drawn at random, so that no two holders are alike
/// @param host name of the machine, for people
/// @param machine what tells whether a pid can be looked up here: the running kernel and its pid
///   namespace, since containers share host names, and login nodes share folders
/// @param pid of the process
/// @param started when the process started: a pid alone may have been given again
/// @param user who started it
/// @param taken when it took the lease
public record Holder(
    String id, String host, String machine, long pid, Instant started, String user, Instant taken) {

  /// Process start times are derived from the boot time, which a clock correction moves.
  private static final Duration SAME_START = Duration.ofSeconds(5);

  static Holder self(Instant now) {
    ProcessHandle process = ProcessHandle.current();
    String host = firstLine(Path.of("/proc/sys/kernel/hostname")).orElse("this-machine");
    String machine =
        firstLine(Path.of("/proc/sys/kernel/random/boot_id")).orElse(host)
            + " "
            + link(Path.of("/proc/self/ns/pid")).orElse("");
    return new Holder(
        UUID.randomUUID().toString(),
        host,
        machine.strip(),
        process.pid(),
        process.info().startInstant().orElse(now),
        System.getProperty("user.name", ""),
        now);
  }

  /// Whether the process still lives; empty where that cannot be told from here: on another
  /// machine, and of another user, whose processes the system may hide.
  Optional<Boolean> alive(Holder asker) {
    if (!machine.equals(asker.machine) || !user.equals(asker.user)) {
      return Optional.empty();
    }
    return Optional.of(
        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::sameStart).isPresent());
  }

  private boolean sameStart(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, started).abs().compareTo(SAME_START) <= 0)
        .orElse(true);
  }

  /// `anna's process 4711 on login2, since 2026-01-31T12:00:00Z`.
  public String line() {
    return "%sprocess %d on %s, since %s"
        .formatted(user.isEmpty() ? "" : user + "'s ", pid, host, taken);
  }

  Value toJson(boolean released, Instant beat) {
    return new Fields()
        .put("id", id)
        .put("host", host)
        .put("machine", machine)
        .put("pid", pid)
        .put("started", started)
        .put("user", user)
        .put("taken", taken)
        .put("beat", beat)
        .put("released", released)
        .value();
  }

  static Holder read(Fields fields) {
    return new Holder(
        fields.text("id"),
        fields.text("host"),
        fields.text("machine"),
        fields.whole("pid"),
        fields.instant("started"),
        fields.text("user"),
        fields.instant("taken"));
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.readAllLines(file).stream().findFirst().filter(line -> !line.isBlank());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static Optional<String> link(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException | UnsupportedOperationException absent) {
      return Optional.empty();
    }
  }
}
