package dev.kneeline.sim;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The verb `kneeline sim`: one simulated server in this process, until TERM or its own end.
public final class SimCommand {

  /// The engines' exit code for a command line that they refuse.
  private static final int USAGE = 2;

  private final SimHost host;
  private final PrintWriter out;
  private final PrintWriter err;

  private SimCommand(SimHost host, PrintWriter out, PrintWriter err) {
    this.host = host;
    this.out = out;
    this.err = err;
  }

  /// Runs without a host; see the other form.
  public static int run(List<String> line, PrintWriter out, PrintWriter err) {
    return run(line, out, err, SimHost.none());
  }

  /// Serves until the process is told to end, and returns its exit code.
  ///
  /// @param line flags of the simulator and of the engine it imitates
  /// @param out log lines, as the engine would print them
  /// @param err why it could not start, or why it died
  /// @param host starts workers for `--fork-and-leave`
  public static int run(List<String> line, PrintWriter out, PrintWriter err, SimHost host) {
    return new SimCommand(host, out, err).run(line);
  }

  private int run(List<String> line) {
    if (line.contains("--help") || line.contains("-h")) {
      out.print(SimHelp.TEXT);
      out.flush();
      return 0;
    }
    if (!line.isEmpty() && line.getFirst().equals("shims")) {
      return writeShims(line.subList(1, line.size()));
    }
    if (!line.isEmpty() && line.getFirst().equals("router")) {
      return route(line.subList(1, line.size()));
    }
    if (!line.isEmpty() && line.getFirst().equals("infra")) {
      return openPorts(line.subList(1, line.size()));
    }
    return start(line);
  }

  /// Without ports, those of etcd and NATS.
  private int openPorts(List<String> words) {
    try {
      List<Integer> ports =
          words.isEmpty() ? List.of(2379, 4222) : words.stream().map(Integer::valueOf).toList();
      try (InfraPorts infra = InfraPorts.open("127.0.0.1", ports)) {
        say("kneeline sim: ports %s are open, with nothing behind them".formatted(infra.ports()));
        Runtime.getRuntime().addShutdownHook(new Thread(infra::close, "infra-term"));
        infra.awaitEnd();
        return 0;
      }
    } catch (NumberFormatException noPort) {
      complain("error: `kneeline sim infra` takes port numbers");
      return USAGE;
    } catch (IOException taken) {
      complain("error: " + taken.getMessage());
      return 1;
    }
  }

  private int route(List<String> words) {
    try (RouterServer router = RouterServer.start(words)) {
      say("kneeline sim: simulated router, on %s".formatted(router.url()));
      sayIgnored(router.ignored());
      Runtime.getRuntime().addShutdownHook(new Thread(router::close, "router-term"));
      router.awaitEnd();
      return 0;
    } catch (UsageError wrong) {
      wrong.lines().forEach(this::complain);
      return USAGE;
    } catch (IOException failure) {
      complain("error: " + failure.getMessage());
      return 1;
    }
  }

  private int start(List<String> line) {
    SimOptions options;
    try {
      options = OptionsReader.read(EngineFileFlags.expand(line, host));
    } catch (IOException unreadable) {
      complain("error: " + unreadable.getMessage());
      return USAGE;
    } catch (UsageError wrong) {
      wrong.lines().forEach(this::complain);
      return USAGE;
    }
    if (options.faults().process().forkAndLeave()) {
      return leaveWorkers(line);
    }
    try {
      return serve(options);
    } catch (BindException taken) {
      complain(
          EngineText.portTaken(
              options.style(), options.address().host(), options.address().port()));
    } catch (IOException failure) {
      complain("error: " + failure.getMessage());
    }
    return 1;
  }

  private int writeShims(List<String> words) {
    if (words.size() != 1) {
      complain("error: `kneeline sim shims` takes one folder");
      return USAGE;
    }
    String home = System.getProperty("kneeline.home", "");
    try {
      String launcher = home.isEmpty() ? "kneeline" : home + "/kneeline";
      Shims.write(Path.of(words.getFirst()), List.of(launcher)).forEach(this::say);
      return 0;
    } catch (IOException failure) {
      complain("error: " + failure);
      return 1;
    }
  }

  private int serve(SimOptions options) throws IOException {
    SimServer server = SimServer.start(options, this::say);
    announce(options, server);
    Faults.Behaviour faults = options.faults().process();
    if (faults.leakMegabytesPerSecond() > 0) {
      MemoryLeak.start(faults.leakMegabytesPerSecond());
    }
    Thread hook = new Thread(() -> onTerm(server, faults.ignoreTerm()), "sim-term");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = server.awaitExit();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // TERM came first: the hook is running, and the process ends when it is through.
    }
    return code;
  }

  /// The JVM's other threads go on while a hook runs, so a hook without end is how a JVM ignores
  /// TERM.
  private static void onTerm(SimServer server, boolean ignore) {
    if (!ignore) {
      server.close();
      return;
    }
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void announce(SimOptions options, SimServer server) {
    say(
        "kneeline sim: simulated inference server, %s style, pid %d, on %s"
            .formatted(options.style().spelling(), ProcessHandle.current().pid(), server.url()));
    options.readback().notes().forEach(this::say);
    sayIgnored(options.readback().ignored());
  }

  private void sayIgnored(List<String> ignored) {
    if (!ignored.isEmpty()) {
      say("no effect in simulation: --" + String.join(", --", ignored));
    }
  }

  /// As an engine does whose launcher daemonises: the one that serves is nobody's child any more.
  private int leaveWorkers(List<String> line) {
    List<String> worker = new ArrayList<>(line);
    worker.remove("--fork-and-leave");
    List<String> idle = new ArrayList<>(worker);
    idle.addAll(List.of("--never-ready", "--port", "0"));
    try {
      host.startAgain(worker);
      host.startAgain(idle);
    } catch (IOException refused) {
      complain("error: " + refused.getMessage());
      return 1;
    }
    say("workers started; the launcher leaves");
    return 0;
  }

  private synchronized void say(String text) {
    out.println(text);
    out.flush();
  }

  private synchronized void complain(String text) {
    err.println(text);
    err.flush();
  }
}
