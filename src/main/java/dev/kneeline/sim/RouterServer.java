package dev.kneeline.sim;

import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import dev.kneeline.wire.serve.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A router in this process, on a loop thread of its own: one address before several workers, as
/// `sglang_router` is and Dynamo's frontend.
public final class RouterServer implements AutoCloseable {

  private static final String FLAGS =
      """
      port whole modelled p
      host text modelled
      pd-disaggregation switch modelled
      prefill list modelled
      decode list modelled
      worker-urls list modelled
      policy text modelled router-mode
      http-port whole modelled
      http-host text modelled
      mini-lb switch none
      prefill-policy text none
      decode-policy text none
      model-path text none
      tokenizer-path text none
      worker-startup-timeout-secs whole none
      worker-startup-check-interval whole none
      request-timeout-secs whole none
      cache-threshold real none
      balance-abs-threshold whole none
      balance-rel-threshold real none
      eviction-interval whole none
      max-tree-size whole none
      max-concurrent-requests whole none
      retry-max-retries whole none
      disable-retries switch none
      disable-circuit-breaker switch none
      prometheus-port whole none
      prometheus-host text none
      log-dir text none
      log-level text none
      kv-cache-block-size whole none
      kv-overlap-score-weight real none
      router-temperature real none
      no-kv-events switch none
      router-replica-sync switch none
      namespace text none
      """;

  private final Loop loop;
  private final HttpServer http;
  private final String host;
  private final List<String> ignored;
  private final CountDownLatch ended = new CountDownLatch(1);

  private RouterServer(Loop loop, Arguments arguments, RouterPolicy policy) throws IOException {
    this.loop = loop;
    host = arguments.text("host").or(() -> arguments.text("http-host")).orElse("127.0.0.1");
    ignored =
        arguments.flags().keySet().stream()
            .filter(flag -> flag.effect() == Flag.Effect.NONE)
            .map(Flag::name)
            .toList();
    Fleet fleet = new Fleet(loop);
    int port = arguments.whole("port", arguments.whole("http-port", 8000));
    InetSocketAddress address = new InetSocketAddress(host, port);
    http =
        HttpServer.listen(
            loop,
            address,
            new RouterApi(loop, fleet, policy),
            Map.of("x-kneeline-simulated", "true"));
    add(fleet, arguments, "prefill", Fleet.Role.PREFILL);
    add(fleet, arguments, "decode", Fleet.Role.DECODE);
    add(fleet, arguments, "worker-urls", Fleet.Role.REGULAR);
  }

  /// A word that is no address is the bootstrap port of the prefill worker before it, which the
  /// simulation does not need.
  private static void add(Fleet fleet, Arguments arguments, String flag, Fleet.Role role) {
    for (String word : arguments.texts(flag)) {
      if (word.startsWith("http")) {
        fleet.add(word, role);
      }
    }
  }

  /// Starts to listen; workers join as they become healthy.
  ///
  /// @param line `--prefill URL ...`, `--decode URL ...` or `--worker-urls URL ...`, `--policy`,
  ///   `--host`, `--port`
  /// @throws UsageError where the line is wrong
  /// @throws IOException where the address is taken
  public static RouterServer start(List<String> line) throws IOException {
    Arguments arguments = Arguments.parse(line, new FlagTable(FLAGS));
    RouterPolicy policy =
        arguments.read("policy", "policy", RouterPolicy::of, RouterPolicy.ROUND_ROBIN);
    List<String> problems = new ArrayList<>(arguments.faults());
    if (!arguments.unknown().isEmpty()) {
      problems.add("unrecognized arguments: " + String.join(" ", arguments.unknown()));
    }
    if (!problems.isEmpty()) {
      throw new UsageError(EngineStyle.PLAIN, problems);
    }
    Loop loop = Loops.best();
    try {
      RouterServer server = new RouterServer(loop, arguments, policy);
      Thread.ofPlatform().daemon().name("router-" + server.port()).start(server::run);
      return server;
    } catch (IOException | RuntimeException unable) {
      loop.close();
      throw unable;
    }
  }

  /// Flags that it took without any effect.
  List<String> ignored() {
    return ignored;
  }

  public int port() {
    return http.port();
  }

  /// The first part of each of its addresses.
  public String url() {
    return "http://%s:%d".formatted(host, port());
  }

  /// Waits until [#close] was called.
  public void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops; the port is free on return.
  @Override
  public void close() {
    loop.post(() -> {
      http.close();
      loop.stop();
    });
    awaitEnd();
  }

  private void run() {
    try {
      loop.run();
    } finally {
      loop.close();
      ended.countDown();
    }
  }
}
