package dev.kneeline.exec;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FailurePattern;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.util.Optional;

/// Why a server is no more, as its log and its exit code tell.
final class Diagnosis {

  private static final int SIGNAL_BASE = 128;
  private static final int KILLED = SIGNAL_BASE + 9;

  private Diagnosis() {}

  /// @param wasReady whether it had been ready: memory that ran out then ran out under load
  static Failure ofEnd(Engine engine, LogFile log, int exitCode, boolean wasReady) {
    return recognised(engine, log, wasReady).orElseGet(() -> unrecognised(log, exitCode));
  }

  /// What the log says if one of the engine's patterns is found in it.
  static Optional<Failure> recognised(Engine engine, LogFile log, boolean wasReady) {
    return engine
        .diagnose(log.tail())
        .map(match -> {
          FailurePattern pattern = match.pattern();
          FailureKind kind = atThatTime(pattern.kind(), wasReady);
          return new Failure(kind, match.line(), pattern.hint(), "");
        });
  }

  private static Failure unrecognised(LogFile log, int exitCode) {
    String last = log.lastLine();
    String said = last.isEmpty() ? "and wrote nothing" : "and wrote last: " + last;
    String hint =
        exitCode == KILLED
            ? "something killed it, often the system for lack of memory: see dmesg"
            : "";
    String how =
        exitCode > SIGNAL_BASE
            ? "was ended by signal " + (exitCode - SIGNAL_BASE)
            : "exited with code " + exitCode;
    return new Failure(
        FailureKind.SERVER_EXITED, "the server %s %s".formatted(how, said), hint, "");
  }

  private static FailureKind atThatTime(FailureKind kind, boolean wasReady) {
    if (!kind.byMemory()) {
      return kind;
    }
    return wasReady ? FailureKind.OUT_OF_MEMORY_UNDER_LOAD : FailureKind.OUT_OF_MEMORY_AT_LOAD;
  }
}
