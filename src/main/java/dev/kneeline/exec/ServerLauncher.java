package dev.kneeline.exec;

import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.ShellText;
import dev.kneeline.plan.Simulation;
import dev.kneeline.plan.Template;
import dev.kneeline.store.ServerAttempt;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Starts servers and waits until they may be measured: their own processes live and their
/// readiness path answers 200, in that order, so that a stale server on the port is never taken for
/// the new one.
final class ServerLauncher {

  private final Processes processes;
  private final Surroundings surroundings;
  private final Path study;
  private final BooleanSupplier cancelled;

  /// @param cancelled asked while a server is on its way
  ServerLauncher(
      Processes processes, Surroundings surroundings, Path study, BooleanSupplier cancelled) {
    this.processes = processes;
    this.surroundings = surroundings;
    this.study = study;
    this.cancelled = cancelled;
  }

  /// How it went.
  sealed interface Outcome {}

  record Ready(LiveServer server) implements Outcome {}

  record Failed(Failure failure) implements Outcome {}

  /// Starts every process of the server on `port`, in order.
  Outcome start(ServerSpec.Start spec, ServerAttempt attempt, Lane lane, int port) {
    if (Ports.taken(port)) {
      return new Failed(portInUse(port));
    }
    Map<String, String> names = names(lane, port);
    names.put("log_dir", attempt.folder().toAbsolutePath().toString());
    if (Simulation.applies(spec)) {
      try {
        names.put("simulated_engines", surroundings.simulatedEngines().toString());
      } catch (IOException full) {
        return new Failed(Failure.of(FailureKind.RESOURCES, "no stand-ins: " + full));
      }
    }
    attempt.keep("command.txt", commands(spec, names, lane));
    List<LiveServer.Role> roles = new ArrayList<>();
    Control control = new Control(names.getOrDefault("base_url", ""));
    for (ProcessCommand process : spec.processes()) {
      try {
        roles.add(start(process, names, lane, attempt));
      } catch (IOException refused) {
        new LiveServer(spec.engine(), roles, names, control).stop(spec.readiness().stopTimeout());
        return new Failed(notStarted(rendered(process.arguments(), names).getFirst(), refused));
      }
    }
    LiveServer server = new LiveServer(spec.engine(), roles, names, control);
    boolean ready = false;
    try {
      Optional<Failure> failure = awaitReady(spec, server, attempt);
      ready = failure.isEmpty();
      return ready ? new Ready(server) : new Failed(failure.get());
    } finally {
      if (!ready) {
        server.stop(spec.readiness().stopTimeout());
      }
    }
  }

  /// Somebody else's server, which must be ready already.
  Outcome attach(ServerSpec.Attach spec) {
    Map<String, String> names = surroundings.namesFor(study);
    URI uri = URI.create(spec.url());
    names.put("host", uri.getHost());
    names.put("port", String.valueOf(uri.getPort() >= 0 ? uri.getPort() : 80));
    names.put("base_url", spec.url().replaceFirst("/+$", ""));
    names.put("gpus", "");
    Control control = new Control(spec.url());
    Control.Reply reply = control.get(spec.engine().readiness().path(), Control.PATIENT);
    if (!reply.ok()) {
      return new Failed(
          new Failure(
              FailureKind.START_TIMEOUT,
              "%s%s does not answer 200: %s"
                  .formatted(spec.url(), spec.engine().readiness().path(), reply.said()),
              "start that server first, or let Kneeline start it with `command:`",
              ""));
    }
    return new Ready(new LiveServer(spec.engine(), List.of(), names, control));
  }

  private LiveServer.Role start(
      ProcessCommand process, Map<String, String> names, Lane lane, ServerAttempt attempt)
      throws IOException {
    Path log = attempt.log(process.role());
    Child child =
        processes.start(
            new Processes.Start(
                rendered(process.arguments(), names),
                environment(process, names, lane),
                surroundings.directory(),
                log,
                attempt.redaction()));
    return new LiveServer.Role(
        child, new LogFile(log), attempt.relative() + "/" + log.getFileName());
  }

  private Optional<Failure> awaitReady(
      ServerSpec.Start spec, LiveServer server, ServerAttempt attempt) {
    Duration limit = spec.readiness().startTimeout();
    ReadinessProbe probe = new ReadinessProbe(server, spec.readiness().path(), limit);
    boolean settled = Patience.until(() -> probe.settled() || cancelled.getAsBoolean(), limit);
    if (settled && cancelled.getAsBoolean()) {
      return Optional.of(Failure.of(FailureKind.INTERRUPTED, "cancelled while it started"));
    }
    Optional<Failure> death = server.death(false);
    if (death.isPresent() || probe.ready()) {
      return death;
    }
    return server.complaintBeforeReady().or(() -> Optional.of(late(spec, probe, attempt)));
  }

  private static Failure late(ServerSpec.Start spec, ReadinessProbe probe, ServerAttempt attempt) {
    LogFile log = new LogFile(attempt.log(spec.processes().getLast().role()));
    return new Failure(
        FailureKind.START_TIMEOUT,
        "%s did not answer 200 within %d s: %s"
            .formatted(
                spec.readiness().path(),
                spec.readiness().startTimeout().toSeconds(),
                probe.last().said()),
        log.lastLine().isEmpty() ? "" : "its log ends: " + log.lastLine(),
        attempt.relative() + "/" + log.path().getFileName());
  }

  private Map<String, String> names(Lane lane, int port) {
    Map<String, String> names = surroundings.namesFor(study);
    names.put("host", Listening.HOST);
    names.put("port", Integer.toString(port));
    names.put("base_url", "http://%s:%d".formatted(Listening.HOST, port));
    names.put("gpus", lane.gpuList());
    return names;
  }

  static List<String> rendered(List<Template> templates, Map<String, String> names) {
    return templates.stream()
        .map(template -> template.render(name -> Optional.ofNullable(names.get(name))))
        .toList();
  }

  private static Map<String, String> environment(
      ProcessCommand process, Map<String, String> names, Lane lane) {
    Map<String, String> variables = new LinkedHashMap<>(lane.environment());
    process
        .environment()
        .forEach((name, value) ->
            variables.put(name, value.render(hole -> Optional.ofNullable(names.get(hole)))));
    return variables;
  }

  /// As a person would type them, one a line, secrets hidden.
  private static String commands(ServerSpec.Start spec, Map<String, String> names, Lane lane) {
    return spec.processes().stream()
        .map(process ->
            environment(process, names, lane).entrySet().stream()
                    .map(each -> each.getKey() + "=" + shown(each) + " ")
                    .collect(Collectors.joining())
                + ShellText.join(Secrets.hideInArguments(rendered(process.arguments(), names)))
                + "\n")
        .collect(Collectors.joining());
  }

  private static String shown(Map.Entry<String, String> variable) {
    return ShellText.quote(Secrets.hide(variable.getKey(), variable.getValue()));
  }

  private static Failure portInUse(int port) {
    return new Failure(
        FailureKind.PORT_IN_USE,
        "port %d is taken by another process, which would be measured instead".formatted(port),
        "end that process, or give another port",
        "");
  }

  private static Failure notStarted(String program, IOException refused) {
    return refused instanceof NoSuchFileException
        ? new Failure(
            FailureKind.COMMAND_NOT_FOUND,
            "there is no program '%s'".formatted(program),
            "install it, or give its path in `command:`",
            "")
        : Failure.of(
            FailureKind.COMMAND_NOT_FOUND,
            "'%s' cannot be started: %s".formatted(program, refused.getMessage()));
  }
}
