package dev.kneeline.exec;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A small server with as many vices as it is told to have; a process of its own.
///
/// Options: `--port N`; `--never-ready`; `--refuse-resets N`, that many times with `success:
/// false`; `--die-after N` completions, with `--last-words TEXT`; `--tokens N` in an answer
/// whatever was asked; `--fail-requests`; `--ignore-term`; `--max-num-seqs N`, which it reports as
/// 8 whatever it is.
public final class FakeServer {

  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\"\\s*:\\s*(\\d+)");

  private final List<String> options;
  private final AtomicInteger resets = new AtomicInteger();
  private final AtomicInteger completions = new AtomicInteger();

  private FakeServer(List<String> options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws IOException {
    new FakeServer(Arrays.asList(arguments)).start();
  }

  private void start() throws IOException {
    Files.writeString(Path.of("fake-server.pid"), Long.toString(ProcessHandle.current().pid()));
    System.out.println("starting on " + number("--port", 0));
    if (options.contains("--ignore-term")) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::sleepForEver));
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), number("--port", 0)), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/health", this::health);
    server.createContext(
        "/v1/models", exchange -> reply(exchange, 200, "{\"data\":[{\"id\":\"fake\"}]}"));
    server.createContext("/reset_prefix_cache", this::reset);
    server.createContext(
        "/info",
        exchange ->
            reply(
                exchange,
                200,
                "{\"version\":\"1.2.3\",\"args\":{\"max_num_seqs\":8,\"api_key\":\"sk-12345678\"}}"));
    server.createContext("/v1/completions", this::complete);
    server.start();
    System.out.println("serving");
  }

  private void health(HttpExchange exchange) throws IOException {
    reply(exchange, options.contains("--never-ready") ? 503 : 200, "{}");
  }

  private void reset(HttpExchange exchange) throws IOException {
    boolean agreed = resets.incrementAndGet() > number("--refuse-resets", 0);
    reply(exchange, 200, "{\"success\": %b}".formatted(agreed));
  }

  private void complete(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (completions.incrementAndGet() == number("--die-after", Integer.MAX_VALUE)) {
      System.out.println(text("--last-words", "good bye"));
      Runtime.getRuntime().halt(1);
    }
    if (options.contains("--fail-requests")) {
      System.out.println(text("--complain", ""));
      reply(exchange, 500, "{\"error\": \"no luck\"}");
      return;
    }
    Matcher asked = MAX_TOKENS.matcher(body);
    int tokens = number("--tokens", asked.find() ? Integer.parseInt(asked.group(1)) : 1);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int token = 0; token < tokens; token++) {
        send(out, "{\"choices\":[{\"text\":\" a\",\"index\":0,\"finish_reason\":null}]}");
      }
      send(
          out,
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":%d}}"
              .formatted(tokens));
      send(out, "[DONE]");
    }
  }

  private static void send(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static void sleepForEver() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException awake) {
      Thread.currentThread().interrupt();
    }
  }

  private int number(String option, int otherwise) {
    return Integer.parseInt(text(option, Integer.toString(otherwise)));
  }

  private String text(String option, String otherwise) {
    int index = options.indexOf(option);
    return index < 0 ? otherwise : options.get(index + 1);
  }
}
