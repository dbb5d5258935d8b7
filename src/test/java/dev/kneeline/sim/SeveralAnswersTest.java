package dev.kneeline.sim;

import static dev.kneeline.sim.SimClient.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// One request that has several prompts, or asks for several answers.
class SeveralAnswersTest {

  @Test
  void answers_are_numbered_prompt_by_prompt_and_the_counts_are_of_all() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      String body = "{\"prompt\":[\"a b\",\"c d e\"],\"n\":2,\"max_tokens\":4}";
      JsonNode answer =
          Json.read(
              client(server).post("/v1/completions", body).body().getBytes(StandardCharsets.UTF_8));
      assertThat(answer.path("choices").valueStream().map(choice -> choice.path("index").asInt()))
          .containsExactly(0, 1, 2, 3);
      assertThat(answer.path("choices").valueStream().map(choice -> choice.path("text").asString()))
          .doesNotHaveDuplicates()
          .allMatch(text -> text.strip().split(" ").length == 4);
      // Each prompt counts once, however many answers it has: 2 + 3, and 4 x 4.
      assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(5);
      assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(16);
      assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(21);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":[[5,6],[7,8]],\"stream\":true,\"max_tokens\":3,\"stream_options\":"
            + "{\"include_usage\":true,\"continuous_usage_stats\":true}}",
        "{\"prompt\":[5,6,7,8],\"n\":2,\"stream\":true,\"max_tokens\":3,\"stream_options\":"
            + "{\"include_usage\":true,\"continuous_usage_stats\":true}}"
      })
  void a_stream_carries_the_events_of_all_answers_and_ends_once(String body) throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      List<String> events = events(client(server).post("/v1/completions", body));
      assertThat(events).hasSize(8).endsWith("[DONE]");
      for (int index = 0; index < 2; index++) {
        String choice = "\"choices\":[{\"index\":" + index + ",";
        List<String> own = events.stream().filter(event -> event.contains(choice)).toList();
        assertThat(own).hasSize(3);
        assertThat(own.getLast())
            .contains("\"finish_reason\":\"length\"")
            .contains("\"completion_tokens\":3}");
      }
      assertThat(events.get(6))
          .contains("\"choices\":[]")
          .contains("\"prompt_tokens\":4,\"total_tokens\":10,\"completion_tokens\":6");
    }
  }

  @Test
  void each_answer_of_a_chat_begins_with_a_role() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      String body = "{\"messages\":[{\"content\":\"a\"}],\"n\":3,\"max_tokens\":1,\"stream\":true}";
      List<String> events = events(client(server).post("/v1/chat/completions", body));
      assertThat(events).hasSize(7);
      assertThat(events).filteredOn(event -> event.contains("\"role\"")).hasSize(3);
    }
  }

  @Test
  void sglang_answers_a_list_with_a_list_and_numbers_its_events() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      String body =
          "{\"input_ids\":[[1,2],[3]],\"sampling_params\":{\"max_new_tokens\":2},\"stream\":%b}";
      assertThat(client(server).post("/generate", body.formatted(false)).body())
          .startsWith("[{\"text\":\"")
          .endsWith("}]")
          .containsSubsequence("\"prompt_tokens\":2,", "},{\"text\":\"", "\"prompt_tokens\":1,");
      List<String> events = events(client(server).post("/generate", body.formatted(true)));
      assertThat(events).hasSize(5);
      assertThat(events).filteredOn(event -> event.endsWith("\"index\":1}")).hasSize(2);
    }
  }

  @Test
  void a_broken_stream_takes_all_its_answers_along() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1", "--cut-after", "2")) {
      SimClient client = client(server);
      String body = "{\"prompt\":\"a\",\"n\":4,\"max_tokens\":90000,\"stream\":true}";
      assertThatThrownBy(() -> client.post("/v1/completions", body))
          .isInstanceOf(IOException.class);
      assertThat(client.post("/reset_prefix_cache", "").body()).isEqualTo("{\"success\":true}");
    }
  }

  @Test
  void a_number_of_answers_that_no_engine_takes_is_refused() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      for (String count : List.of("0", "-1", "16385")) {
        String body = "{\"prompt\":\"a\",\"n\":" + count + "}";
        assertThat(client(server).post("/v1/completions", body).statusCode()).isEqualTo(400);
      }
      assertThat(client(server).post("/v1/completions", "{\"prompt\":[\"a\",\"\"]}").body())
          .contains("prompt is empty");
    }
  }

  @Test
  void the_write_log_has_one_request_with_the_tokens_of_all(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("writes.bin");
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "1,1", "--log-writes", file.toString())) {
      client(server)
          .post("/v1/completions", "{\"prompt\":\"a\",\"n\":2,\"max_tokens\":3,\"stream\":true}");
    }
    List<String> records = new ArrayList<>();
    WriteLogReader.read(
        file,
        new WriteLogReader.Listener() {
          @Override
          public void arrived(long nanos, int request, String requestId) {
            records.add(request + " arrived");
          }

          @Override
          public void wrote(long nanos, int request, int tokens) {
            records.add(request + " " + tokens);
          }
        });
    assertThat(records)
        .containsExactly("0 arrived", "0 1", "0 1", "0 1", "0 1", "0 1", "0 1", "0 0");
  }

  private static SimClient client(SimServer server) throws InterruptedException {
    return new SimClient(server).awaitReady();
  }
}
