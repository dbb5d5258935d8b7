package dev.kneeline.exec;

import dev.kneeline.engine.Engine;
import dev.kneeline.exec.ProcessTable.Entry;
import dev.kneeline.study.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A server that answered: one of ours with its processes, or one that somebody else runs.
final class LiveServer {

  /// One process of a server of ours.
  ///
  /// @param logName relative to the study's folder
  record Role(Child child, LogFile log, String logName) {}

  private final Engine engine;
  private final List<Role> roles;
  private final Map<String, String> names;
  private final Control control;

  /// @param roles empty for somebody else's server
  /// @param names what `host`, `port`, `base_url` and the like stand for
  LiveServer(Engine engine, List<Role> roles, Map<String, String> names, Control control) {
    this.engine = engine;
    this.roles = List.copyOf(roles);
    this.names = Map.copyOf(names);
    this.control = control;
  }

  Engine engine() {
    return engine;
  }

  Control control() {
    return control;
  }

  Map<String, String> names() {
    return names;
  }

  String baseUrl() {
    return names.getOrDefault("base_url", "");
  }

  /// Why it is no more; empty while all of its processes live.
  Optional<Failure> death(boolean wasReady) {
    for (Role role : roles) {
      if (role.child().exitCode().isPresent()) {
        Failure failure =
            Diagnosis.ofEnd(engine, role.log(), role.child().exitCode().getAsInt(), wasReady);
        return Optional.of(failure.withLog(role.logName()));
      }
    }
    return Optional.empty();
  }

  /// What the log of a server that lives says of a failure under load, if one of the engine's
  /// patterns is in it.
  Optional<Failure> complaint() {
    return complaint(true);
  }

  /// The same for one that is not ready yet.
  Optional<Failure> complaintBeforeReady() {
    return complaint(false);
  }

  private Optional<Failure> complaint(boolean wasReady) {
    for (Role role : roles) {
      Optional<Failure> found = Diagnosis.recognised(engine, role.log(), wasReady);
      if (found.isPresent()) {
        return found.map(failure -> failure.withLog(role.logName()));
      }
    }
    return Optional.empty();
  }

  /// Completed when the first of its processes ends; never for somebody else's server.
  CompletableFuture<Void> ends() {
    return roles.isEmpty()
        ? new CompletableFuture<>()
        : CompletableFuture.anyOf(
                roles.stream().map(role -> role.child().onExit()).toArray(CompletableFuture[]::new))
            .thenAccept(first -> {});
  }

  /// All living processes.
  List<Entry> family(ProcessTable table) {
    return roles.stream().flatMap(role -> role.child().family(table).stream()).toList();
  }

  /// Ends a server of ours, the process that takes the load first; leaves somebody else's alone.
  ///
  /// @return pids that would not go
  List<Long> stop(Duration timeout) {
    List<Long> left = new ArrayList<>();
    roles.reversed().forEach(role -> left.addAll(role.child().stop(timeout)));
    return left;
  }
}
