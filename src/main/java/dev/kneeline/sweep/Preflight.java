package dev.kneeline.sweep;

import dev.kneeline.exec.Programs;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Simulation;
import dev.kneeline.plan.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// What can be known to fail before the first minute is spent: programs that are not there, ports
/// that are taken, a running server that does not run.
public final class Preflight {

  private static final int CONNECT_MILLIS = 3_000;

  /// Something that stands in the way.
  public record Obstacle(String message, String hint) {}

  private final Set<Obstacle> obstacles = new LinkedHashSet<>();

  private Preflight() {}

  /// Everything that stands in the way of a plan; empty where nothing does.
  public static List<Obstacle> check(Plan plan) {
    Preflight preflight = new Preflight();
    for (ServerNode server : plan.servers()) {
      preflight.check(server.spec());
      server.runs().stream().map(PlannedRun::load).forEach(preflight::check);
    }
    return new ArrayList<>(preflight.obstacles);
  }

  private void check(ServerSpec spec) {
    switch (spec) {
      case ServerSpec.Start start -> {
        start.processes().forEach(process -> program(process, "give server.command or install it"));
        port(start.port());
      }
      case ServerSpec.Attach attach -> reachable(attach.url());
      case ServerSpec.Absent absent -> {}
    }
  }

  private void check(LoadSpec load) {
    switch (load) {
      case LoadSpec.Generated generated -> {}
      case LoadSpec.External external ->
          program(external.command(), "give benchmark.command or install it");
    }
  }

  private void program(ProcessCommand process, String hint) {
    Template word = process.arguments().getFirst();
    if (!word.holes().isEmpty()) {
      return;
    }
    String name = word.show();
    if (Simulation.applies(process) && Simulation.PROGRAMS.contains(name)) {
      return;
    }
    if (Programs.find(name).isEmpty()) {
      obstacles.add(
          new Obstacle(
              name.contains("/")
                  ? "'%s' is no executable file".formatted(name)
                  : "program '%s' is not on PATH".formatted(name),
              hint));
    }
  }

  private void port(OptionalInt port) {
    if (port.isEmpty()) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()));
    } catch (IOException taken) {
      obstacles.add(
          new Obstacle(
              "port %d is taken; its server would be measured instead of yours"
                  .formatted(port.getAsInt()),
              "stop what listens there, or leave out server.port for a free one"));
    }
  }

  private void reachable(String url) {
    URI uri = URI.create(url);
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
    } catch (IOException refused) {
      obstacles.add(
          new Obstacle(
              "nothing answers at %s: %s".formatted(url, refused.getMessage()),
              "start the server first, or let Kneeline start it with server.command"));
    }
  }
}
