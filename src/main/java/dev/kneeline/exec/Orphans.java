package dev.kneeline.exec;

import dev.kneeline.exec.ProcessTable.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The processes whose parents ended and that became children of this program, told apart from
/// those that it started itself: Java waits for its own ones, and a second wait would steal their
/// exit codes.
final class Orphans {

  private static final Object LOCK = new Object();
  private static final Set<Long> STARTED = new HashSet<>();

  /// Decided once: the kernel adopts for as long as this program lives.
  private static final boolean ADOPTING = ProcessTable.hasProc() && Kernel.adoptOrphans();

  private Orphans() {}

  static boolean adopting() {
    return ADOPTING;
  }

  /// The one place where this program starts a process.
  static Process start(ProcessBuilder builder) throws IOException {
    synchronized (LOCK) {
      Process process = builder.start();
      STARTED.add(process.pid());
      CompletableFuture<Void> _ = process.onExit().thenAccept(Orphans::forget);
      return process;
    }
  }

  static boolean any(ProcessTable now) {
    return !adopted(now).isEmpty();
  }

  /// Collects adopted processes that are dead; they would stay as zombies as long as we live.
  static void collect(ProcessTable now) {
    adopted(now).stream()
        .filter(entry -> !entry.alive())
        .forEach(entry -> Kernel.collect(entry.pid()));
  }

  /// Ends what detached itself so well that it belongs to no one: own session, no mark, parent
  /// gone. To be called when nothing that was started still runs.
  static void end() {
    Patience.until(
        () -> {
          ProcessTable now = ProcessTable.read();
          collect(now);
          List<Entry> strays =
              adopted(now).stream()
                  .filter(each -> each.alive() && !inOurSession(each, now))
                  .toList();
          strays.forEach(
              each -> ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly));
          return strays.isEmpty();
        },
        Duration.ofSeconds(2));
  }

  private static void forget(Process process) {
    synchronized (LOCK) {
      STARTED.remove(process.pid());
    }
  }

  /// One of our own that ended since the look may be among them: Java has collected it, and to
  /// collect or signal it again does nothing.
  private static List<Entry> adopted(ProcessTable now) {
    if (!ADOPTING) {
      return List.of();
    }
    synchronized (LOCK) {
      return now.children(ProcessHandle.current().pid()).stream()
          .filter(entry -> !STARTED.contains(entry.pid()))
          .toList();
    }
  }

  /// A child in our own session was not left by a server of ours: other code of this program
  /// started it.
  private static boolean inOurSession(Entry child, ProcessTable now) {
    Entry ourselves = now.byPid().get(ProcessHandle.current().pid());
    return ourselves != null && ourselves.session() == child.session();
  }
}
