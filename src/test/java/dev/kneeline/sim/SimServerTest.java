package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimServerTest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void a_stream_has_one_event_for_each_token_then_usage_then_done() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,1,8", "tiny")) {
      List<String> events =
          events(
              post(
                  server,
                  "/v1/completions",
                  """
                  {"model":"tiny","prompt":"ban bel cor","max_tokens":4,"stream":true,
                   "stream_options":{"include_usage":true}}\
                  """));
      assertThat(events).hasSize(6);
      assertThat(events.subList(0, 3)).allMatch(event -> event.contains("\"finish_reason\":null"));
      assertThat(events.get(3)).contains("\"finish_reason\":\"length\"");
      assertThat(events.get(4))
          .contains("\"choices\":[]")
          .contains("\"prompt_tokens\":3,\"total_tokens\":7,\"completion_tokens\":4");
      assertThat(events.get(5)).isEqualTo("[DONE]");
    }
  }

  @Test
  void chat_begins_with_a_role_and_can_answer_in_one_piece() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,1,8")) {
      String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}],\"stream\":%b}";
      List<String> events = events(post(server, "/v1/chat/completions", body.formatted(true)));
      assertThat(events.getFirst()).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
      assertThat(events).hasSize(10);
      String whole = post(server, "/v1/chat/completions", body.formatted(false)).body();
      assertThat(whole)
          .contains("\"object\":\"chat.completion\"")
          .contains("\"completion_tokens\":8")
          .contains("\"system_fingerprint\":\"kneeline-sim\"");
    }
  }

  @Test
  void a_cache_reset_fails_while_a_request_runs() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "60000,1,8")) {
      awaitReady(server);
      String body = "{\"prompt\":\"a\",\"max_tokens\":2}";
      client.sendAsync(
          request(server, "/v1/completions", body), HttpResponse.BodyHandlers.ofString());
      while (!get(server, "/metrics")
          .body()
          .contains("vllm:num_requests_running{engine=\"0\",model_name=\"kneeline-sim\"} 1.0")) {
        Thread.onSpinWait();
      }
      assertThat(post(server, "/reset_prefix_cache", "").body()).isEqualTo("{\"success\":false}");
      assertThat(post(server, "/flush_cache", "").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void it_dies_after_the_requests_it_was_given() throws Exception {
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "1,1,2", "--die-after-requests", "2")) {
      awaitReady(server);
      String body = "{\"prompt\":\"a\"}";
      post(server, "/v1/completions", body);
      post(server, "/v1/completions", body);
      assertThat(server.awaitExit()).isEqualTo(1);
    }
  }

  private HttpResponse<String> post(SimServer server, String path, String body) throws Exception {
    awaitReady(server);
    return client.send(request(server, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(SimServer server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void awaitReady(SimServer server) throws Exception {
    for (int attempt = 0; attempt < 500; attempt++) {
      try {
        if (get(server, "/health").statusCode() == 200) {
          return;
        }
      } catch (IOException refused) {
        // Not listening yet.
      }
      Thread.sleep(10);
    }
    throw new AssertionError("never ready");
  }

  private static HttpRequest request(SimServer server, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static List<String> events(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }
}
