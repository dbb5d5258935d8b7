package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Simulation;
import dev.kneeline.space.Value;
import dev.kneeline.store.Origin;
import dev.kneeline.store.ServerAttempt;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A server's life, from the reservation of its port until port and GPU memory are free again.
final class ServerLife {

  /// A driver gives memory back some seconds after the last process is gone.
  private static final Duration RELEASE = Duration.ofSeconds(60);

  private static final long MEMORY_TOLERANCE_MIB = 512;

  private final Task task;
  private final Machinery machinery;

  ServerLife(Task task) {
    this.task = task;
    this.machinery = task.machinery();
  }

  /// How it ended.
  ///
  /// @param owed runs that it did not measure
  /// @param struck whether the first of them was under way when the server died
  /// @param failure why it owes them; empty if it owes none or was cancelled
  record End(
      ServerAttempt attempt, List<PlannedRun> owed, boolean struck, Optional<Failure> failure) {}

  /// Starts the node's server, measures its runs and ends it.
  End live(ServerNode node, ServerSpec.Start spec) throws InterruptedException {
    ServerAttempt attempt = machinery.study().beginServer(node);
    task.tell(new ExecutionEvent.ServerStarting(task.ticket(), node, attempt.log()));
    int gpus = task.lane().gpus().size();
    if (gpus > 0 && spec.gpus() > gpus && !Simulation.applies(spec)) {
      return new End(attempt, node.runs(), false, Optional.of(tooFewGpus(spec.gpus(), gpus)));
    }
    OptionalInt port = reserve(spec);
    if (port.isEmpty()) {
      Failure none = Failure.of(FailureKind.RESOURCES, "this machine has no free port");
      return new End(attempt, node.runs(), false, Optional.of(none));
    }
    try {
      return live(node, spec, attempt, port.getAsInt());
    } finally {
      machinery.ports().release(port.getAsInt());
    }
  }

  /// Measures on somebody else's server, which stays.
  End attach(ServerNode node, ServerSpec.Attach spec) throws InterruptedException {
    ServerAttempt attempt = machinery.study().beginServer(node);
    task.tell(new ExecutionEvent.ServerStarting(task.ticket(), node, attempt.log()));
    return switch (launcher().attach(spec)) {
      case ServerLauncher.Failed(Failure failure) ->
          new End(attempt, node.runs(), false, Optional.of(failure));
      case ServerLauncher.Ready(LiveServer server) -> {
        try {
          yield measure(node, attempt, server, new Started(Map.of(), 0, Duration.ZERO));
        } finally {
          server.stop(Duration.ZERO);
        }
      }
    };
  }

  /// Runs commands that need no server.
  void without(ServerNode node) throws InterruptedException {
    MeasuredServer none =
        new MeasuredServer(
            Optional.empty(),
            "",
            new Origin(simulated(node), "", ""),
            namesWithoutServer(node),
            task.lane().gpus().size(),
            0,
            List.of());
    try (Sampler sampler = machinery.sampler(task.lane(), table -> List.of())) {
      new Series(task, none, sampler).measure(node);
    }
  }

  private static boolean simulated(ServerNode node) {
    return node.runs().stream().map(PlannedRun::load).anyMatch(Simulation::applies);
  }

  private Map<String, String> namesWithoutServer(ServerNode node) {
    Map<String, String> names = machinery.surroundings().namesFor(machinery.study().root());
    if (simulated(node)) {
      try {
        names.put("simulated_engines", machinery.surroundings().simulatedEngines().toString());
      } catch (IOException full) {
        throw new UncheckedIOException("no stand-ins for the engines", full);
      }
    }
    names.put("gpus", task.lane().gpuList());
    return names;
  }

  /// What is known of a start.
  ///
  /// @param asked the parameters that the server was given
  private record Started(Map<String, Value> asked, int gpus, Duration took) {}

  private End live(ServerNode node, ServerSpec.Start spec, ServerAttempt attempt, int port)
      throws InterruptedException {
    OptionalLong memoryBefore = memoryInUse();
    long begun = System.nanoTime();
    return switch (launcher().start(spec, attempt, task.lane(), port)) {
      case ServerLauncher.Failed(Failure failure) ->
          new End(attempt, node.runs(), false, unlessCancelled(failure));
      case ServerLauncher.Ready(LiveServer server) -> {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        try {
          yield measure(node, attempt, server, new Started(spec.parameters(), spec.gpus(), took));
        } finally {
          server.stop(spec.readiness().stopTimeout());
          awaitRelease(port, memoryBefore);
          task.tell(new ExecutionEvent.ServerStopped(task.ticket(), node));
        }
      }
    };
  }

  private End measure(ServerNode node, ServerAttempt attempt, LiveServer server, Started started)
      throws InterruptedException {
    try (Sampler sampler = machinery.sampler(task.lane(), server::family);
        Sampler.Recording _ = sampler.into(attempt.folder().resolve("machine.csv"))) {
      EffectiveConfiguration effective = EffectiveConfiguration.read(server, started.asked());
      attempt.keep("effective.json", effective.facts());
      if (Simulation.applies(node.spec()) && !effective.simulated()) {
        return new End(attempt, node.runs(), false, Optional.of(notSimulated()));
      }
      task.tell(
          new ExecutionEvent.ServerReady(
              task.ticket(), node, started.took(), effective.differences()));
      MeasuredServer measured =
          new MeasuredServer(
              Optional.of(server),
              attempt.relative(),
              new Origin(
                  server.engine().launch().simulated() || effective.simulated(),
                  server.engine().name(),
                  effective.version(),
                  effective.ignored()),
              server.names(),
              started.gpus(),
              started.took().toNanos() / 1e9,
              effective.differences());
      Series.Outcome outcome = new Series(task, measured, sampler).measure(node);
      return new End(attempt, outcome.owed(), outcome.struck(), outcome.failure());
    }
  }

  private static Failure notSimulated() {
    return new Failure(
        FailureKind.COMMAND_NOT_FOUND,
        "the server does not say that it is simulated: its command found a program of another kind",
        "stand-ins are found by name on the PATH; the command may set one of its own",
        "");
  }

  private ServerLauncher launcher() {
    return new ServerLauncher(
        machinery.processes(), machinery.surroundings(), machinery.study().root(), task::cancelled);
  }

  private OptionalInt reserve(ServerSpec.Start spec) throws InterruptedException {
    OptionalInt fixed = Listening.fixedPort(spec);
    if (fixed.isPresent()) {
      machinery.ports().reserve(fixed.getAsInt());
      return fixed;
    }
    return machinery.ports().reserveFree();
  }

  private static Failure tooFewGpus(int wanted, int there) {
    return new Failure(
        FailureKind.RESOURCES,
        "the server takes %d GPUs, its lane has %d".formatted(wanted, there),
        "give it larger lanes, or exclude the point",
        "");
  }

  private Optional<Failure> unlessCancelled(Failure failure) {
    return failure.kind() == FailureKind.INTERRUPTED ? Optional.empty() : Optional.of(failure);
  }

  private OptionalLong memoryInUse() {
    return machinery.gpus().memoryInUse(task.lane().gpus());
  }

  /// The next server must find what this one found. If it does not, the next one's own check says
  /// so.
  private void awaitRelease(int port, OptionalLong memoryBefore) {
    Ports.awaitFree(port, RELEASE);
    if (memoryBefore.isPresent()) {
      long limit = memoryBefore.getAsLong() + MEMORY_TOLERANCE_MIB;
      Patience.until(() -> memoryInUse().orElse(0) <= limit, RELEASE);
    }
  }
}
