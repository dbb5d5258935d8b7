package dev.kneeline.exec;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Empties a server's caches between runs, and believes it only when the server says so.
final class Caches {

  /// A server refuses while the blocks of the last run's requests are held, which passes.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Caches() {}

  /// What came of it.
  ///
  /// @param notes caches that this server does not have, in words
  record Outcome(Optional<Failure> failure, List<String> notes) {}

  /// @param cancelled asked while the server refuses; a reset that was cancelled is no failure
  static Outcome reset(LiveServer server, BooleanSupplier cancelled) {
    List<String> notes = new ArrayList<>();
    for (CacheReset.Request reset : requests(server)) {
      Attempt attempt = new Attempt(server.control(), reset);
      if (!Patience.until(() -> attempt.settled() || cancelled.getAsBoolean(), PATIENCE)) {
        return new Outcome(Optional.of(refused(reset, attempt.last)), notes);
      }
      if (attempt.unknown()) {
        if (reset.required()) {
          return new Outcome(Optional.of(refused(reset, attempt.last)), notes);
        }
        notes.add("the server has no %s: that cache was not reset".formatted(reset.path()));
      }
    }
    return new Outcome(Optional.empty(), notes);
  }

  private static List<CacheReset.Request> requests(LiveServer server) {
    return server.engine().resets().stream()
        .filter(CacheReset.Request.class::isInstance)
        .map(CacheReset.Request.class::cast)
        .toList();
  }

  private static final class Attempt {
    private final Control control;
    private final CacheReset.Request reset;
    private Control.Reply last = new Control.Reply(0, "it was never asked");

    Attempt(Control control, CacheReset.Request reset) {
      this.control = control;
      this.reset = reset;
    }

    boolean settled() {
      last = control.send(reset.method(), reset.path(), Control.PATIENT);
      return unknown() || (last.ok() && agreed());
    }

    /// Not found, not allowed, not implemented: this server has no such request.
    boolean unknown() {
      return last.status() == 404 || last.status() == 405 || last.status() == 501;
    }

    private boolean agreed() {
      if (reset.successField().isEmpty()) {
        return true;
      }
      try {
        return Json.read(last.body()) instanceof Value.Entries reply
            && Value.of(true).equals(reply.entries().get(reset.successField()));
      } catch (IllegalArgumentException noJson) {
        return false;
      }
    }
  }

  private static Failure refused(CacheReset.Request reset, Control.Reply reply) {
    return new Failure(
        FailureKind.CACHE_RESET,
        "%s %s was refused: %s".formatted(reset.method(), reset.path(), reply.said()),
        "a run on a warm cache measures the cache; vLLM needs VLLM_SERVER_DEV_MODE=1 for this",
        "");
  }
}
