package dev.kneeline.sim;

import dev.kneeline.sim.SimOptions.Pacing;
import dev.kneeline.sim.model.FixedTime;
import dev.kneeline.sim.model.MemoryPlan;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import dev.kneeline.wire.Timer;
import dev.kneeline.wire.serve.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A simulated inference server in this process, on a loop thread of its own.
///
/// It begins to load when it starts; [#awaitExit] tells how it ended.
public final class SimServer implements AutoCloseable {

  private static final Map<String, String> HEADERS =
      Map.of("server", "uvicorn", "x-kneeline-simulated", "true");

  /// The cause of a death of memory that was asked for.
  private static final String SOME_OUT_OF_MEMORY =
      EngineText.outOfMemory(896 << 20, 80.0 * (1 << 30), 512 << 20);

  private final SimOptions options;
  private final Consumer<String> log;
  private final Loop loop;
  private final InetSocketAddress address;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;
  private final @Nullable WriteLog writeLog;
  private final Api api;
  private @Nullable HttpServer http;

  private SimServer(Loop loop, SimOptions options, Consumer<String> log) throws IOException {
    this.loop = loop;
    this.options = options;
    this.log = log;
    address = reserve(options.address());
    Optional<Path> file = options.delivery().writeLog();
    writeLog = file.isPresent() ? new WriteLog(file.get()) : null;
    api = new Api(options, new Serving(options, pacer(), this::die, writeLog));
    if (options.style().listensWhileLoading()) {
      listen();
    }
    thread = Thread.ofPlatform().daemon().name("sim-" + port()).unstarted(this::run);
  }

  /// Starts to load and returns; see [#port] for where it listens.
  ///
  /// vLLM and TensorRT-LLM refuse connections until they are ready, the others answer 503.
  ///
  /// @param log takes the lines that the engine would print
  /// @throws IOException where the address is taken, or a file cannot be written
  public static SimServer start(SimOptions options, Consumer<String> log) throws IOException {
    Loop loop = Loops.best();
    try {
      SimServer server = new SimServer(loop, options, log);
      server.thread.start();
      return server;
    } catch (IOException | RuntimeException unable) {
      loop.close();
      throw unable;
    }
  }

  /// As [#start(SimOptions, Consumer)], from a command line, without a log; for tests.
  public static SimServer start(String... line) throws IOException {
    return start(OptionsReader.read(List.of(line)), text -> {});
  }

  public int port() {
    return address.getPort();
  }

  /// The first part of each of its addresses, such as `http://127.0.0.1:8000`.
  public String url() {
    return "http://%s:%d".formatted(address.getHostString(), port());
  }

  /// Waits for the end; 0 after [#close], else the engine's own code.
  public int awaitExit() {
    return exit.join();
  }

  /// Stops as on TERM: connections close, the port is free on return.
  @Override
  public void close() {
    loop.post(() -> end(0));
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reserves the port without listening for longer than it takes, so that a taken one is known at
  /// once although vLLM listens only when it is ready.
  private static InetSocketAddress reserve(SimOptions.Address wanted) throws IOException {
    InetAddress host = InetAddress.getByName(wanted.host());
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, wanted.port()));
      return new InetSocketAddress(host, probe.getLocalPort());
    }
  }

  private Pacer pacer() {
    return switch (options.pacing()) {
      case Pacing.Fixed(double ttft, double itl, int _, double speed) ->
          new Pacer(loop, new FixedTime(Math.round(ttft * 1e6), Math.round(itl * 1e6)), speed);
      case Pacing.Modelled(
              EnginePlan.Starts plan,
              SimOptions.Workers workers,
              double noise,
              long seed,
              double speed) ->
          new Pacer(
              loop,
              SimulatedEngine.of(plan, workers, noise, seed, tokens -> outOfMemory(plan, tokens)),
              speed);
      case Pacing.Modelled(EnginePlan.Dies never, _, _, _, _) ->
          new Pacer(loop, new FixedTime(0, 0), 1);
    };
  }

  private void listen() throws IOException {
    http = HttpServer.listen(loop, address, api, HEADERS);
  }

  private void run() {
    Faults.Start start = options.faults().start();
    if (!start.neverReady()) {
      loop.schedule(
          new Timer() {
            @Override
            protected void fire(long nowNanos) {
              loaded();
            }
          },
          System.nanoTime() + start.delay().toNanos());
    }
    try {
      loop.run();
    } finally {
      loop.close();
      exit.complete(1);
    }
  }

  private void loaded() {
    if (options.faults().start().outOfMemory()) {
      die(EngineText.deathAtLoad(options.style(), SOME_OUT_OF_MEMORY));
      return;
    }
    if (options.pacing() instanceof Pacing.Modelled(EnginePlan plan, _, _, _, _)) {
      switch (plan) {
        case EnginePlan.Starts starts -> starts.lines().forEach(log);
        case EnginePlan.Dies(String cause) -> {
          die(EngineText.deathAtLoad(options.style(), cause));
          return;
        }
      }
    }
    try {
      if (http == null) {
        listen();
      }
    } catch (IOException taken) {
      log.accept(EngineText.portTaken(options.style(), address.getHostString(), port()));
      end(1);
      return;
    }
    api.becomeReady();
    log.accept(EngineText.ready(options.style()));
    Map<String, String> flags = options.readback().flags();
    String router = flags.get("register-with");
    if (router != null) {
      String role = flags.getOrDefault("disaggregation-mode", "regular");
      new Registration(loop, router, reachableUrl(), role).fire(System.nanoTime());
    }
  }

  /// Our address for other machines, where we listen on all of this one's.
  private String reachableUrl() {
    if (!address.getAddress().isAnyLocalAddress()) {
      return url();
    }
    try {
      return "http://%s:%d".formatted(InetAddress.getLocalHost().getHostAddress(), port());
    } catch (UnknownHostException nameless) {
      return "http://127.0.0.1:" + port();
    }
  }

  private void die(Serving.DeathCause cause) {
    switch (cause) {
      case OUT_OF_MEMORY -> die(EngineText.deathUnderLoad(options.style(), SOME_OUT_OF_MEMORY));
      case ASKED -> {
        log.accept("ERROR: the engine died (asked for by --die-after-requests)");
        end(1);
      }
    }
  }

  private void outOfMemory(EnginePlan.Starts plan, int tokens) {
    int replicas = plan.deployment().parallelism().replicas();
    double wanted = MemoryPlan.activationBytes(plan.deployment(), tokens) / replicas;
    double total = plan.deployment().gpu().memoryBytes();
    String cause = EngineText.outOfMemory(wanted, total, plan.activationBytes());
    die(EngineText.deathUnderLoad(options.style(), cause));
  }

  private void die(List<String> lastWords) {
    lastWords.forEach(log);
    end(EngineText.exitCode(options.style()));
  }

  private void end(int code) {
    HttpServer serving = http;
    if (serving != null && code == 0) {
      serving.close();
    } else if (serving != null) {
      serving.abort();
    }
    if (writeLog != null) {
      try {
        writeLog.close();
      } catch (IOException full) {
        throw new UncheckedIOException("the write log", full);
      }
    }
    loop.stop();
    exit.complete(code);
  }
}
