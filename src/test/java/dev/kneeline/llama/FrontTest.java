package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The front against the real engine on the tiny model: four slots of 2048 tokens.
class FrontTest {

  private static final int SLOTS = 4;
  private static final int SLOT_CONTEXT = 2048;
  private static final List<String> WORDS = Vocabulary.ofSize(2048).words();

  @TempDir private static Path folder;
  private static EngineProcess engine;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    String context = Integer.toString(SLOTS * SLOT_CONTEXT);
    engine = EngineProcess.serving(folder, "-np", Integer.toString(SLOTS), "-c", context);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    engine.close();
  }

  @Test
  void before_the_engine_is_loaded_every_path_answers_503() throws Exception {
    try (Front front = Front.listen("127.0.0.1", 0);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI health = URI.create("http://127.0.0.1:%d/health".formatted(front.port()));
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("Loading model");
    }
  }

  @Test
  void a_stream_has_one_event_per_token_then_the_reason_then_the_counts() throws Exception {
    List<JsonNode> events =
        engine.events(
            "/v1/completions",
            """
            {"prompt":"ban bel cor","max_tokens":7,"stream":true,
             "stream_options":{"include_usage":true,"continuous_usage_stats":true}}\
            """);
    assertThat(events).hasSize(7 + 2);
    for (int i = 0; i < 7; i++) {
      assertThat(events.get(i).at("/choices/0/text").asString()).startsWith(" ");
      assertThat(events.get(i).at("/usage/completion_tokens").asInt()).isEqualTo(i + 1);
    }
    assertThat(events.get(7).at("/choices/0/finish_reason").asString()).isEqualTo("length");
    JsonNode counts = events.get(8);
    assertThat(counts.path("choices")).isEmpty();
    assertThat(counts.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    assertThat(counts.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    assertThat(counts.at("/usage/total_tokens").asInt()).isEqualTo(11);
    assertThat(counts.at("/timings/predicted_n").asInt()).isEqualTo(7);
  }

  @Test
  void without_stream_options_no_event_has_counts() throws Exception {
    List<JsonNode> events =
        engine.events("/v1/completions", "{\"prompt\":\"ban\",\"max_tokens\":3,\"stream\":true}");
    assertThat(events).hasSize(3 + 1).noneMatch(event -> event.has("usage"));
  }

  @Test
  void a_chat_stream_names_the_role_once_and_carries_the_text_as_delta() throws Exception {
    List<JsonNode> events =
        engine.events(
            "/v1/chat/completions",
            """
            {"messages":[{"role":"system","content":"ban"},
                         {"role":"user","content":[{"type":"text","text":"bel cor"}]}],
             "max_completion_tokens":3,"stream":true}\
            """);
    assertThat(events).hasSize(3 + 1);
    assertThat(events.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    assertThat(events.get(1).at("/choices/0/delta").has("role")).isFalse();
    assertThat(events.get(1).at("/choices/0/delta/content").asString()).startsWith(" ");
    assertThat(events.getFirst().path("object").asString()).isEqualTo("chat.completion.chunk");
  }

  @Test
  void a_whole_answer_equals_the_stream_of_the_same_request() throws Exception {
    String request = "\"prompt\":\"cor ban bel\",\"max_tokens\":9,\"temperature\":0";
    String streamed =
        engine.events("/v1/completions", "{%s,\"stream\":true}".formatted(request)).stream()
            .map(event -> event.at("/choices/0/text").asString())
            .collect(Collectors.joining());
    JsonNode whole = engine.json("/v1/completions", "{%s}".formatted(request));
    assertThat(whole.at("/choices/0/text").asString()).isEqualTo(streamed);
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(9);
  }

  @Test
  void token_ids_are_taken_as_they_are() throws Exception {
    JsonNode ids = engine.json("/tokenize", "{\"prompt\":\"ban bel cor\"}").path("tokens");
    assertThat(ids).hasSize(4);
    String sampling = "\"max_tokens\":6,\"temperature\":0}";
    JsonNode byIds = engine.json("/v1/completions", "{\"prompt\":" + ids + "," + sampling);
    JsonNode byText = engine.json("/v1/completions", "{\"prompt\":\"ban bel cor\"," + sampling);
    assertThat(byIds.at("/choices/0/text")).isEqualTo(byText.at("/choices/0/text"));
    // "b" and "an" are tokens which as a text would be one: only as ids can they stand apart.
    JsonNode apart = engine.json("/v1/completions", "{\"prompt\":[1,356,360,355]," + sampling);
    assertThat(apart.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void every_word_of_the_vocabulary_is_one_token() throws Exception {
    String words = String.join(" ", WORDS);
    JsonNode llamaServer = engine.json("/tokenize", "{\"content\":\"%s\"}".formatted(words));
    assertThat(llamaServer.path("tokens")).hasSize(WORDS.size());
    JsonNode vllm = engine.json("/tokenize", "{\"prompt\":\"%s\"}".formatted(words));
    assertThat(vllm.path("count").asInt()).isEqualTo(WORDS.size() + 1);
    JsonNode back =
        engine.json("/detokenize", "{\"tokens\":%s}".formatted(llamaServer.path("tokens")));
    assertThat(back.path("content").asString().strip()).isEqualTo(words);
  }

  @Test
  void an_answer_ends_before_a_stop_text() throws Exception {
    String request = "{\"prompt\":\"bel\",\"max_tokens\":20,\"temperature\":0,\"seed\":1%s}";
    String free =
        engine.json("/v1/completions", request.formatted("")).at("/choices/0/text").asString();
    String third = free.strip().split(" ")[2];
    JsonNode stopped =
        engine.json("/v1/completions", request.formatted(",\"stop\":[\" %s\"]".formatted(third)));
    String text = stopped.at("/choices/0/text").asString();
    assertThat(free).startsWith(text);
    assertThat(text).doesNotContain(" " + third);
    assertThat(stopped.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void a_prompt_that_fills_the_context_is_refused_with_both_numbers() throws Exception {
    String prompt = "ban ".repeat(SLOT_CONTEXT - 2) + "ban";
    HttpResponse<String> response =
        engine.post("/v1/completions", "{\"prompt\":\"%s\"}".formatted(prompt));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("exceed_context_size_error")
        .contains("\"n_prompt_tokens\":2048")
        .contains("\"n_ctx\":2048");
  }

  @Test
  void an_answer_that_does_not_fit_is_cut_at_the_context() throws Exception {
    String prompt = "ban ".repeat(SLOT_CONTEXT - 12) + "ban";
    JsonNode answer =
        engine.json("/v1/completions", "{\"prompt\":\"%s\",\"max_tokens\":50}".formatted(prompt));
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(SLOT_CONTEXT - 10);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(10);
    assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
  }

  @Test
  void as_many_requests_as_slots_are_written_side_by_side() throws Exception {
    List<Callable<long[]>> requests = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      requests.add(() -> firstAndLastToken(400));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(SLOTS)) {
      long lastStart = Long.MIN_VALUE;
      long firstEnd = Long.MAX_VALUE;
      for (Future<long[]> request : threads.invokeAll(requests)) {
        lastStart = Math.max(lastStart, request.get()[0]);
        firstEnd = Math.min(firstEnd, request.get()[1]);
      }
      assertThat(lastStart).isLessThan(firstEnd);
    }
  }

  @Test
  void a_client_that_goes_away_frees_its_slot() throws Exception {
    double before = engine.metric("tokens_predicted_total");
    try (Socket socket = connect()) {
      send(socket, "{\"prompt\":\"ban\",\"max_tokens\":2000,\"stream\":true,\"ignore_eos\":true}");
      assertThat(socket.getInputStream().readNBytes(500)).hasSize(500);
    }
    while (engine.metric("requests_processing") > 0) {
      Thread.sleep(10);
    }
    assertThat(engine.metric("tokens_predicted_total") - before).isBetween(1.0, 1500.0);
  }

  @Test
  void a_reset_makes_the_engine_forget_a_prompt() throws Exception {
    String request = "{\"prompt\":\"%s\",\"max_tokens\":1}".formatted("bel ".repeat(1500) + "bel");
    engine.json("/v1/completions", request);
    double remembered = promptMillis(request);
    assertThat(engine.post("/reset_prefix_cache", "").statusCode()).isEqualTo(200);
    assertThat(promptMillis(request)).isGreaterThan(2 * remembered);
    for (int slot = 0; slot < SLOTS; slot++) {
      assertThat(engine.post("/slots/%d?action=erase".formatted(slot), "").statusCode())
          .isEqualTo(200);
    }
    assertThat(promptMillis(request)).isGreaterThan(2 * remembered);
    assertThat(engine.post("/slots/%d?action=erase".formatted(SLOTS), "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void the_model_tells_its_name_its_context_and_its_slots() throws Exception {
    assertThat(engine.get("/v1/models").body())
        .contains("kneeline-tiny-f32")
        .contains("\"max_model_len\":2048");
    assertThat(engine.get("/props").body())
        .contains("\"total_slots\":4")
        .contains("\"n_ctx\":2048");
  }

  @Test
  void what_cannot_be_served_is_refused_with_a_reason() throws Exception {
    assertRefused("/v1/completions", "{nonsense", "not JSON");
    assertRefused("/v1/completions", "{}", "prompt must be");
    assertRefused("/v1/completions", "{\"prompt\":\"a\",\"n\":2}", "n and best_of must be 1");
    assertRefused("/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":0}", "at least 1");
    assertRefused("/v1/completions", "{\"prompt\":\"a\",\"temperature\":\"hot\"}", "a number");
    assertRefused("/v1/completions", "{\"prompt\":[1,2048]}", "not in the vocabulary of 2048");
    assertRefused("/detokenize", "{\"tokens\":[-1]}", "not in the vocabulary of 2048");
    assertRefused("/v1/chat/completions", "{\"messages\":[]}", "at least one message");
    assertThat(engine.get("/v1/completions").statusCode()).isEqualTo(404);
    assertThat(engine.get("/nowhere").statusCode()).isEqualTo(404);
  }

  private static void assertRefused(String path, String body, String reason) throws Exception {
    HttpResponse<String> response = engine.post(path, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("invalid_request_error").contains(reason);
  }

  private static double promptMillis(String request) throws Exception {
    return engine.json("/v1/completions", request).at("/timings/prompt_ms").asDouble();
  }

  /// When the first event of a stream came, and when its last.
  private static long[] firstAndLastToken(int tokens) throws IOException {
    try (Socket socket = connect()) {
      send(socket, "{\"prompt\":\"ban\",\"max_tokens\":%d,\"stream\":true}".formatted(tokens));
      assertThat(socket.getInputStream().readNBytes(400)).hasSize(400);
      long first = System.nanoTime();
      byte[] rest = socket.getInputStream().readAllBytes();
      assertThat(new String(rest, StandardCharsets.UTF_8)).contains("[DONE]");
      return new long[] {first, System.nanoTime()};
    }
  }

  private static Socket connect() throws IOException {
    return new Socket(engine.address().getHost(), engine.address().getPort());
  }

  private static void send(Socket socket, String body) throws IOException {
    OutputStream out = socket.getOutputStream();
    String head =
        """
        POST /v1/completions HTTP/1.1\r
        Host: localhost\r
        Connection: close\r
        Content-Length: %d\r
        \r
        """
            .formatted(body.length());
    out.write((head + body).getBytes(StandardCharsets.UTF_8));
  }
}
