package dev.kneeline.cli;

import dev.kneeline.report.ReportPage;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpReply;
import dev.kneeline.wire.serve.HttpRequest;
import dev.kneeline.wire.serve.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Serves a study's page to this machine's browsers and tells them when it has changed.
///
/// It listens on loopback alone and answers only who asks for `localhost` or its address: a foreign
/// site that lets its name point here gets nothing.
final class LivePage implements AutoCloseable {

  private static final Map<String, String> HEADERS =
      Map.of(
          "cache-control", "no-store",
          "x-content-type-options", "nosniff",
          "x-frame-options", "DENY",
          "referrer-policy", "no-referrer",
          "cross-origin-resource-policy", "same-origin");

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /// More open pages than anybody has.
  private static final int MOST_READERS = 100;

  private final Loop loop = Loops.best();
  private final Set<HttpReply> readers = new LinkedHashSet<>();
  private final HttpServer server;
  private final Thread thread;
  private ReportPage.Live page;
  private long version;

  /// Listens at once; port 0 takes a free one.
  ///
  /// @throws IOException where the port is taken
  LivePage(int port, ReportPage.Live first) throws IOException {
    page = first;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      InetSocketAddress address = new InetSocketAddress(loopback, port);
      server = HttpServer.listen(loop, address, this::handle, HEADERS);
    } catch (IOException | RuntimeException unable) {
      loop.close();
      throw unable;
    }
    thread = Thread.ofPlatform().daemon().name("kneeline-live-page").start(this::serve);
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(server.port());
  }

  /// Puts a newer page in the place of the old one and tells every open one.
  void publish(ReportPage.Live newer) {
    loop.post(() -> {
      page = newer;
      version++;
      readers.forEach(this::tell);
    });
  }

  /// Keeps proxies and browsers from taking a quiet connection for a dead one.
  void beat() {
    loop.post(() -> readers.forEach(reader -> reader.write(new ByteBuilder().add(": beat\n\n"))));
  }

  private void serve() {
    try {
      loop.run();
    } finally {
      loop.close();
    }
  }

  private void handle(HttpRequest request, HttpReply reply) {
    if (!ours(request)) {
      reply.send(403, "text/plain", "only http://127.0.0.1 and http://localhost are answered\n");
    } else if (!request.method().equals("GET")) {
      reply.send(405, "text/plain", "GET is all there is\n");
    } else {
      switch (request.path()) {
        case "/" -> reply.send(200, "text/html; charset=utf-8", page.whole());
        case "/now" -> reply.send(200, "text/html; charset=utf-8", page.now());
        case "/events" -> join(reply);
        default -> reply.send(404, "text/plain", "the page is at /\n");
      }
    }
  }

  /// Whatever the port: who forwards one from another machine asks for that.
  private static boolean ours(HttpRequest request) {
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    return NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""));
  }

  private void join(HttpReply reply) {
    if (readers.size() >= MOST_READERS) {
      reply.send(503, "text/plain", "too many pages are open\n");
      return;
    }
    reply.startStream("text/event-stream");
    reply.whenGone(() -> readers.remove(reply));
    readers.add(reply);
    tell(reply);
  }

  private void tell(HttpReply reader) {
    reader.write(new ByteBuilder().add("event: study\ndata: %d\n\n".formatted(version)));
  }

  /// Closes every connection; the port is free on return.
  @Override
  public void close() {
    loop.post(() -> {
      server.close();
      loop.stop();
    });
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
