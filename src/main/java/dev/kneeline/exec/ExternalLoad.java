package dev.kneeline.exec;

import dev.kneeline.metric.Figures;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.store.RunAttempt;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Applies load with a command of the user's and reads the result file that it writes.
final class ExternalLoad {

  private static final Duration STOP = Duration.ofSeconds(10);
  private static final String LOG = "benchmark";

  private final Processes processes;
  private final Surroundings surroundings;

  ExternalLoad(Processes processes, Surroundings surroundings) {
    this.processes = processes;
    this.surroundings = surroundings;
  }

  /// Runs the command to its end, to the run's time-out, to the server's end or to cancellation,
  /// whichever comes first; nothing of it lives on.
  Measured apply(LoadSpec.External load, RunContext context) throws InterruptedException {
    ProcessCommand command = load.command();
    Map<String, String> names = context.names();
    Path file = resultFile(load, names);
    Optional<FileTime> before = written(file);
    Child child;
    try {
      child = processes.start(start(command, context));
    } catch (IOException missing) {
      return failed(
          context,
          FailureKind.COMMAND_NOT_FOUND,
          "'%s' cannot be started: %s"
              .formatted(command.arguments().getFirst().show(), missing.getMessage()));
    }
    boolean inTime;
    try {
      context.sampler().client(Optional.of(child));
      inTime = await(child, context);
    } finally {
      context.sampler().client(Optional.empty());
      child.stop(STOP);
    }
    if (context.cancellation().wished()) {
      return new Measured.Dropped();
    }
    OptionalInt code = child.exitCode();
    if (!inTime) {
      return failed(
          context,
          FailureKind.RUN_TIMEOUT,
          "the command did not end within %d s".formatted(context.timeout().toSeconds()));
    }
    boolean fresh = before.isEmpty() || !before.equals(written(file));
    if (code.isEmpty() || code.getAsInt() != 0) {
      Optional<Failure> known = fresh ? fault(load, file) : Optional.empty();
      String said = new LogFile(context.attempt().log(LOG)).lastLine();
      return failed(
          context,
          known.map(Failure::kind).orElse(FailureKind.BENCHMARK_FAILED),
          "the command exited with code %s: %s"
              .formatted(
                  code.isPresent() ? code.getAsInt() : "?",
                  known.map(Failure::message).orElse(said)));
    }
    if (!fresh) {
      return failed(
          context,
          FailureKind.RESULT_UNREADABLE,
          "the command ended well and left the result file %s as it was before".formatted(file));
    }
    return read(load, context, file);
  }

  private Path resultFile(LoadSpec.External load, Map<String, String> names) {
    String text = load.result().file().render(hole -> Optional.ofNullable(names.get(hole)));
    return surroundings.directory().resolve(text);
  }

  /// When the file was written last; empty where there is none.
  private static Optional<FileTime> written(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private Processes.Start start(ProcessCommand command, RunContext context) {
    Map<String, String> names = context.names();
    Map<String, String> variables = new LinkedHashMap<>(context.lane().environment());
    command
        .environment()
        .forEach((name, value) ->
            variables.put(name, value.render(hole -> Optional.ofNullable(names.get(hole)))));
    List<String> words = ServerLauncher.rendered(command.arguments(), names);
    RunAttempt attempt = context.attempt();
    return new Processes.Start(
        words, variables, surroundings.directory(), attempt.log(LOG), attempt.redaction());
  }

  private static boolean await(Child child, RunContext context) throws InterruptedException {
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(
            child.onExit(), context.serverEnds(), context.cancellation().future());
    try {
      first.get(context.timeout().toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("none of them fails", impossible);
    }
  }

  /// What the result of a command that failed says is wrong, where it left one.
  private static Optional<Failure> fault(LoadSpec.External load, Path file) {
    try {
      return Acceptance.fault(ResultReader.read(file, load.result()).figures(), load);
    } catch (UnreadableResultException none) {
      return Optional.empty();
    }
  }

  private Measured read(LoadSpec.External load, RunContext context, Path file) {
    try {
      ResultReader.Reading reading = ResultReader.read(file, load.result());
      Figures figures = Derived.with(reading.figures(), context.gpus());
      Optional<Failure> fault = Acceptance.fault(figures, load);
      if (fault.isPresent()) {
        return failed(context, fault.get().kind(), fault.get().message());
      }
      return new Measured.Taken(
          figures,
          reading.verdict(),
          kept(file, context),
          Optional.empty(),
          new LinkedHashMap<>(),
          reading.notes());
    } catch (UnreadableResultException | IOException unreadable) {
      return failed(
          context, FailureKind.RESULT_UNREADABLE, String.valueOf(unreadable.getMessage()));
    }
  }

  /// The original stays with the run, also where the command insists on another place.
  private static String kept(Path file, RunContext context) throws IOException {
    Path folder = context.attempt().folder().toAbsolutePath();
    if (file.toAbsolutePath().normalize().startsWith(folder)) {
      return folder.relativize(file.toAbsolutePath().normalize()).toString();
    }
    Files.copy(file, context.attempt().result(), StandardCopyOption.REPLACE_EXISTING);
    return context.attempt().result().getFileName().toString();
  }

  private static Measured.Failed failed(RunContext context, FailureKind kind, String message) {
    String log = context.attempt().relative() + "/" + LOG + ".log";
    return new Measured.Failed(new Failure(kind, message, "", log));
  }
}
