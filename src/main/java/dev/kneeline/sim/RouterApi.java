package dev.kneeline.sim;

import dev.kneeline.wire.HttpHead;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpHandler;
import dev.kneeline.wire.serve.HttpReply;
import dev.kneeline.wire.serve.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// A router's addresses: generations go to workers by the policy, prompts first to a prefill worker
/// where there are such; health and counts are told as SGLang's router and Dynamo's frontend tell
/// them.
final class RouterApi implements HttpHandler {

  private static final String JSON = "application/json";
  private static final Set<String> GENERATIONS =
      Set.of("/v1/completions", "/v1/chat/completions", "/generate");
  private static final Set<String> RESETS =
      Set.of("/flush_cache", "/reset_prefix_cache", "/reset_mm_cache", "/reset_encoder_cache");

  /// As much of a request as decides its worker under the cache-aware policy.
  private static final int BEGINNING = 256;

  private final Loop loop;
  private final Fleet fleet;
  private final RouterPolicy policy;
  private final SplittableRandom random = new SplittableRandom(0);
  private final Map<Fleet.Role, Long> turns = new HashMap<>();
  private final ByteBuilder scratch = new ByteBuilder();

  RouterApi(Loop loop, Fleet fleet, RouterPolicy policy) {
    this.loop = loop;
    this.fleet = fleet;
    this.policy = policy;
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) {
    switch (request.path()) {
      case "/health" -> reply.send(fleet.serves() ? 200 : 503, JSON, health());
      case "/version" -> reply.send(200, JSON, ServerInfo.version());
      case "/workers" -> reply.send(200, JSON, workers());
      case "/add_worker" -> add(request, reply);
      default -> route(request, reply);
    }
  }

  private void route(HttpRequest request, HttpReply reply) {
    if (!fleet.serves()) {
      reply.send(503, JSON, "{\"error\":{\"message\":\"no healthy worker\",\"code\":503}}");
    } else if (RESETS.contains(request.path())) {
      new ResetAll(reply, fleet.all().size()).start(request);
    } else if (!GENERATIONS.contains(request.path())) {
      forward(
          request,
          reply,
          fleet.all().stream().filter(Fleet.Worker::well).findFirst().orElseThrow(),
          Phase.WHOLE);
    } else if (fleet.split()) {
      new Prefill(request, reply).start();
    } else {
      forward(request, reply, choose(Fleet.Role.REGULAR, request), Phase.WHOLE);
    }
  }

  private Fleet.Worker choose(Fleet.Role role, HttpRequest request) {
    long turn = turns.merge(role, 1L, Long::sum) - 1;
    String text = request.text();
    int beginning = text.substring(0, Math.min(BEGINNING, text.length())).hashCode();
    return policy.choose(fleet.well(role), turn, beginning, random);
  }

  private void forward(HttpRequest request, HttpReply reply, Fleet.Worker worker, Phase phase) {
    Pipe pipe = new Pipe(worker, reply);
    worker.busy++;
    Upstream upstream = send(request, worker, phase, pipe);
    reply.whenGone(() -> {
      worker.busy--;
      upstream.abandon();
    });
  }

  private Upstream send(
      HttpRequest request, Fleet.Worker worker, Phase phase, Upstream.Listener listener) {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    String id =
        request
            .header("x-request-id")
            .map(text -> "x-request-id: %s\r\n".formatted(text))
            .orElse("");
    String key =
        request
            .header("authorization")
            .map(text -> "authorization: %s\r\n".formatted(text))
            .orElse("");
    String head =
        "%s %s%s HTTP/1.1\r\ncontent-type: application/json\r\n%s%s: %s\r\n"
            .formatted(
                request.method(), request.path(), query, id + key, Phase.HEADER, phase.spelling());
    return Upstream.send(loop, worker.address(), head, request.body(), listener);
  }

  /// A worker joins by `POST /add_worker?url=...&role=...`.
  private void add(HttpRequest request, HttpReply reply) {
    Map<String, String> query =
        List.of(request.query().split("&")).stream()
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(
                Collectors.toMap(
                    pair -> pair[0],
                    pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                    (first, second) -> second));
    try {
      fleet.add(query.getOrDefault("url", ""), Fleet.Role.of(query.getOrDefault("role", "")));
      reply.send(200, "text/plain", "Successfully added worker: " + query.get("url"));
    } catch (IllegalArgumentException noAddress) {
      reply.send(400, "text/plain", "not the address of a worker: " + noAddress.getMessage());
    }
  }

  /// As Dynamo's frontend tells: an instance for each worker that generates.
  private String health() {
    String instances =
        fleet.all().stream()
            .filter(Fleet.Worker::well)
            .map(worker ->
                "{\"component\":%s,\"endpoint\":\"generate\",\"namespace\":\"dynamo\",\"transport\":%s}"
                    .formatted(
                        Json.text(worker.role() == Fleet.Role.PREFILL ? "prefill" : "backend"),
                        Json.text(worker.url())))
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"status\":\"%s\",\"instances\":%s,\"simulated\":true}"
        .formatted(fleet.serves() ? "healthy" : "unhealthy", instances);
  }

  /// As SGLang's router tells.
  private String workers() {
    String list =
        fleet.all().stream()
            .map(worker ->
                "{\"url\":%s,\"worker_type\":\"%s\",\"is_healthy\":%b,\"load\":%d}"
                    .formatted(
                        Json.text(worker.url()),
                        worker.role().spelling(),
                        worker.well(),
                        worker.busy))
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"workers\":%s,\"total\":%d,\"stats\":{\"prefill_count\":%d,\"decode_count\":%d,\"regular_count\":%d}}"
        .formatted(
            list,
            fleet.all().size(),
            fleet.well(Fleet.Role.PREFILL).size(),
            fleet.well(Fleet.Role.DECODE).size(),
            fleet.well(Fleet.Role.REGULAR).size());
  }

  /// Hands an answer on as it comes.
  private final class Pipe implements Upstream.Listener {

    private final Fleet.Worker worker;
    private final HttpReply reply;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private int status;
    private boolean streaming;

    private Pipe(Fleet.Worker worker, HttpReply reply) {
      this.worker = worker;
      this.reply = reply;
    }

    @Override
    public void head(HttpHead head) {
      status = head.status();
      streaming = head.eventStream() && status == 200;
      if (streaming) {
        reply.startStream("text/event-stream; charset=utf-8");
      }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
      if (streaming) {
        reply.write(scratch.clear().add(bytes, from, to));
      } else {
        whole.write(bytes, from, to - from);
      }
    }

    @Override
    public void end() {
      worker.busy--;
      if (streaming) {
        reply.end();
      } else {
        reply.send(status, JSON, whole.toByteArray());
      }
    }

    @Override
    public void failed(String why) {
      worker.busy--;
      if (streaming) {
        reply.cut();
      } else {
        reply.send(502, JSON, new ApiError(502, "BadGateway", worker.url() + ": " + why).body());
      }
    }
  }

  /// The prompt first; what a prefill worker refuses goes back to the client as it is.
  private final class Prefill implements Upstream.Listener {

    private final HttpRequest request;
    private final HttpReply reply;
    private final Fleet.Worker worker;
    private final Pipe refusal;
    private int status;

    private Prefill(HttpRequest request, HttpReply reply) {
      this.request = request;
      this.reply = reply;
      this.worker = choose(Fleet.Role.PREFILL, request);
      this.refusal = new Pipe(worker, reply);
    }

    private void start() {
      worker.busy++;
      Upstream upstream = send(request, worker, Phase.PREFILL, this);
      reply.whenGone(() -> {
        worker.busy--;
        upstream.abandon();
      });
    }

    @Override
    public void head(HttpHead head) {
      status = head.status();
      if (status != 200) {
        refusal.head(head);
      }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
      if (status != 200) {
        refusal.body(bytes, from, to);
      }
    }

    @Override
    public void end() {
      if (status == 200 && fleet.split()) {
        worker.busy--;
        forward(request, reply, choose(Fleet.Role.DECODE, request), Phase.DECODE);
      } else if (status == 200) {
        failed("no decode worker is left");
      } else {
        refusal.end();
      }
    }

    @Override
    public void failed(String why) {
      refusal.failed(why);
    }
  }

  /// One reset for all workers: successful where each of them says so.
  private final class ResetAll {

    private final HttpReply reply;
    private int left;
    private boolean success = true;

    private ResetAll(HttpReply reply, int workers) {
      this.reply = reply;
      this.left = workers;
    }

    private void start(HttpRequest request) {
      for (Fleet.Worker worker : fleet.all()) {
        send(request, worker, Phase.WHOLE, new One());
      }
    }

    private void answered(boolean well) {
      success &= well;
      left--;
      if (left == 0) {
        reply.send(success ? 200 : 400, JSON, "{\"success\":%b}".formatted(success));
      }
    }

    private final class One implements Upstream.Listener {

      private final ByteArrayOutputStream body = new ByteArrayOutputStream();
      private int status;

      @Override
      public void head(HttpHead head) {
        status = head.status();
      }

      @Override
      public void body(byte[] bytes, int from, int to) {
        body.write(bytes, from, to - from);
      }

      @Override
      public void end() {
        String text = body.toString(StandardCharsets.UTF_8);
        answered(status == 200 && !text.contains("\"success\":false"));
      }

      @Override
      public void failed(String why) {
        answered(false);
      }
    }
  }
}
