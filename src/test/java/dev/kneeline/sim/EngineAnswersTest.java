package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/// Refusals, keys and names, as each engine has them.
class EngineAnswersTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void an_address_takes_its_own_methods_and_no_others() throws Exception {
    try (SimServer server = SimServer.start("--fixed", "1,1,2", "--port", "0")) {
      new SimClient(server).awaitReady();
      assertThat(status(server, "POST", "/v1/models", "", "")).isEqualTo(405);
      assertThat(status(server, "HEAD", "/health", "", "")).isEqualTo(405);
      assertThat(status(server, "OPTIONS", "/v1/completions", "", "")).isEqualTo(405);
      assertThat(status(server, "GET", "/reset_prefix_cache", "", "")).isEqualTo(405);
      assertThat(status(server, "GET", "/flush_cache", "", "")).isEqualTo(200);
      assertThat(status(server, "POST", "/ping", "", "")).isEqualTo(200);
      assertThat(status(server, "GET", "/v2/models", "", "")).isEqualTo(404);
    }
  }

  @Test
  void vllm_asks_for_a_key_below_v1_and_sglang_everywhere_but_for_health_and_figures()
      throws Exception {
    String body = "{\"prompt\":\"a\",\"max_tokens\":1}";
    try (SimServer vllm = start("--engine vllm --fixed 1,1 --port 0 --api-key one two")) {
      new SimClient(vllm).awaitReady();
      assertThat(status(vllm, "POST", "/v1/completions", "", body)).isEqualTo(401);
      assertThat(status(vllm, "POST", "/v1/completions", "Bearer three", body)).isEqualTo(401);
      assertThat(status(vllm, "POST", "/v1/completions", "Bearer two", body)).isEqualTo(200);
      assertThat(status(vllm, "POST", "/reset_prefix_cache", "", "")).isEqualTo(200);
    }
    try (SimServer sglang =
        start("--engine sglang --model-path m --fixed 1,1 --port 0 --api-key one")) {
      new SimClient(sglang).awaitReady();
      assertThat(status(sglang, "GET", "/metrics", "", "")).isEqualTo(200);
      assertThat(status(sglang, "POST", "/flush_cache", "", "")).isEqualTo(401);
      assertThat(status(sglang, "POST", "/flush_cache", "Bearer one", "")).isEqualTo(200);
    }
  }

  @Test
  void an_answer_names_the_model_where_the_request_does_not() throws Exception {
    try (SimServer server =
        start("--engine vllm serve acme --fixed 1,1 --port 0 --served-model-name a b")) {
      SimClient client = new SimClient(server).awaitReady();
      assertThat(client.post("/v1/completions", "{\"prompt\":\"x\"}").body())
          .contains("\"model\":\"a\"");
      assertThat(client.post("/v1/completions", "{\"prompt\":\"x\",\"model\":\"b\"}").body())
          .contains("\"model\":\"b\"");
    }
  }

  @Test
  void errors_have_the_form_of_their_engine() throws Exception {
    String tooLong = "{\"prompt\":\"x\",\"model\":\"other\",\"max_tokens\":100}";
    try (SimServer vllm = start("--engine vllm serve m --fixed 1,1 --port 0 --max-model-len 50")) {
      SimClient client = new SimClient(vllm).awaitReady();
      assertThat(client.post("/v1/completions", tooLong).body())
          .startsWith("{\"error\":{\"message\":\"The model `other` does not exist.\"");
      assertThat(client.post("/v1/completions", "{\"prompt\":\"x\",\"max_tokens\":\"9\"}").body())
          .contains("max_tokens: Input should be a valid integer, got \\\"9\\\"");
    }
    try (SimServer sglang =
        start("--engine sglang --model-path m --fixed 1,1 --port 0 --context-length 50")) {
      SimClient client = new SimClient(sglang).awaitReady();
      HttpResponse<String> refused = client.post("/v1/completions", tooLong);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .startsWith("{\"object\":\"error\",\"message\":\"Requested token count exceeds")
          .contains("You requested a total of 101 tokens: 1 tokens from the input messages");
      assertThat(client.post("/generate", "{\"sampling_params\":{}}").body())
          .startsWith("{\"error\":{\"message\":");
    }
  }

  private static SimServer start(String line) throws IOException {
    return SimServer.start(line.split(" "));
  }

  private static int status(
      SimServer server, String method, String path, String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
  }
}
