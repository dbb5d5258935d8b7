package dev.kneeline.exec;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.plan.ShellText;
import dev.kneeline.store.RunAttempt;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs the commands that clean up after a run, such as one that empties caches which no request
/// empties.
final class Cleanup {

  private static final String LOG = "after-run";
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Machinery machinery;

  Cleanup(Machinery machinery) {
    this.machinery = machinery;
  }

  /// Runs every cleaning command of a server's engine; a log beside the run's keeps what they said.
  ///
  /// @return why the server is not clean
  Optional<Failure> after(MeasuredServer subject, RunAttempt attempt) throws InterruptedException {
    List<CacheReset> resets =
        subject.server().map(server -> server.engine().resets()).orElse(List.of());
    for (CacheReset reset : resets) {
      if (reset instanceof CacheReset.Command(List<String> words)) {
        Optional<Failure> failure = run(words, attempt);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> run(List<String> words, RunAttempt attempt)
      throws InterruptedException {
    Path log = attempt.log(LOG);
    Child child;
    try {
      child =
          machinery
              .processes()
              .start(
                  new Processes.Start(
                      words,
                      Map.of(),
                      machinery.surroundings().directory(),
                      log,
                      attempt.redaction()));
    } catch (IOException missing) {
      return Optional.of(failure(words, "cannot be started: " + missing.getMessage()));
    }
    try {
      if (!child.await(machinery.runTimeout())) {
        return Optional.of(
            failure(
                words, "did not end within %d s".formatted(machinery.runTimeout().toSeconds())));
      }
    } finally {
      child.stop(STOP);
    }
    OptionalInt code = child.exitCode();
    return code.isPresent() && code.getAsInt() == 0
        ? Optional.empty()
        : Optional.of(
            failure(
                words,
                "exited with code %s: %s"
                    .formatted(
                        code.isPresent() ? code.getAsInt() : "?", new LogFile(log).lastLine())));
  }

  private static Failure failure(List<String> words, String what) {
    return new Failure(
        FailureKind.CACHE_RESET,
        "the command after the run, '%s', %s".formatted(ShellText.join(words), what),
        "what it cleans would be measured by the next run",
        "");
  }
}
