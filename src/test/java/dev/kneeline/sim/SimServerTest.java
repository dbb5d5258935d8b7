package dev.kneeline.sim;

import static dev.kneeline.sim.SimClient.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client sees of a server that is well.
class SimServerTest {

  @Test
  void a_stream_has_one_event_for_each_token_then_usage_then_done() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,1,8", "tiny")) {
      List<String> events =
          events(
              client(server)
                  .post(
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
      SimClient client = client(server);
      String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}],\"stream\":%b}";
      List<String> events = events(client.post("/v1/chat/completions", body.formatted(true)));
      assertThat(events.getFirst()).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
      assertThat(events).hasSize(10);
      assertThat(client.post("/v1/chat/completions", body.formatted(false)).body())
          .contains("\"object\":\"chat.completion\"")
          .contains("\"completion_tokens\":8")
          .contains("\"system_fingerprint\":\"kneeline-sim\"");
    }
  }

  @Test
  void tokens_are_gathered_into_events_on_request_and_each_event_can_carry_the_counts()
      throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1,8")) {
      List<String> events =
          events(
              client(server)
                  .post(
                      "/v1/completions",
                      """
                      {"prompt":[5,6,7],"max_tokens":8,"stream":true,"tokens_per_event":3,
                       "stream_options":{"continuous_usage_stats":true}}\
                      """));
      assertThat(events).hasSize(5);
      assertThat(events.get(0)).contains("\"completion_tokens\":1}");
      assertThat(events.get(1)).contains("\"completion_tokens\":4}");
      assertThat(events.get(2)).contains("\"completion_tokens\":7}");
      assertThat(events.get(3)).contains("\"completion_tokens\":8}");
    }
  }

  @Test
  void sglang_generate_repeats_the_text_so_far() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1,8")) {
      List<String> events =
          events(
              client(server)
                  .post(
                      "/generate",
                      """
                      {"input_ids":[1,2],"sampling_params":{"max_new_tokens":2},"stream":true}\
                      """));
      assertThat(events.get(0)).startsWith("{\"text\":\" baba\"");
      assertThat(events.get(1))
          .startsWith("{\"text\":\" baba babe\"")
          .contains("\"finish_reason\":{\"type\":\"length\",\"length\":2}")
          .contains("\"prompt_tokens\":2,\"completion_tokens\":2");
    }
  }

  @Test
  void a_cache_reset_fails_while_a_request_runs() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "60000,1,8")) {
      SimClient client = client(server);
      client.postLater("/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":2}");
      client.awaitRunning(1);
      assertThat(client.post("/reset_prefix_cache", "").body()).isEqualTo("{\"success\":false}");
      assertThat(client.post("/flush_cache", "").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void an_idle_server_resets_its_caches() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      SimClient client = client(server);
      assertThat(client.post("/reset_prefix_cache", "").body()).isEqualTo("{\"success\":true}");
      assertThat(client.post("/reset_mm_cache", "").statusCode()).isEqualTo(200);
      assertThat(client.post("/reset_encoder_cache", "").statusCode()).isEqualTo(200);
      assertThat(client.post("/flush_cache", "").body()).startsWith("Cache flushed.");
    }
  }

  @Test
  void it_says_that_it_is_simulated_and_what_its_flags_came_to() throws Exception {
    try (SimServer server =
        SimServer.start(
            "--engine",
            "sglang",
            "--model-path",
            "deepseek-ai/DeepSeek-R1-0528",
            "--tp",
            "8",
            "--gpu",
            "h200",
            "--max-total-tokens",
            "100000",
            "--schedule-policy",
            "lpm",
            "--attention-backend",
            "fa3",
            "--port",
            "0")) {
      HttpResponse<String> info = client(server).get("/get_server_info");
      assertThat(info.headers().firstValue("x-kneeline-simulated")).hasValue("true");
      assertThat(info.body())
          .contains("\"simulated\":true")
          .contains("\"tp_size\":8")
          .contains("\"max_total_num_tokens\":100000")
          .contains("\"simulated_gpus\":8")
          .contains("\"simulated_model\":\"deepseek-r1\"")
          .contains("\"no_effect_in_simulation\":[\"attention-backend\"]");
    }
  }

  @Test
  void vllm_tells_its_configuration_in_sections() throws Exception {
    try (SimServer server =
        SimServer.start(
            "--engine",
            "vllm",
            "serve",
            "llama-3.1-8b",
            "--max-num-seqs",
            "64",
            "--gpu-memory-utilization",
            "0.90",
            "--max-model-len",
            "8k",
            "--port",
            "0")) {
      assertThat(client(server).get("/server_info?config_format=json").body())
          .contains("\"scheduler_config\":{\"max_num_seqs\":64}")
          .contains("\"cache_config\":{\"gpu_memory_utilization\":0.90}")
          .contains("\"max_model_len\":8000");
    }
  }

  @Test
  void infra_ports_can_be_reached_and_answer_nothing() throws Exception {
    try (InfraPorts infra = InfraPorts.open("127.0.0.1", List.of(0, 0))) {
      assertThat(infra.ports()).hasSize(2).doesNotContain(0);
      for (int port : infra.ports()) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
          assertThat(socket.isConnected()).isTrue();
        }
      }
    }
  }

  @Test
  void words_and_token_numbers_lead_to_one_another() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1")) {
      SimClient client = client(server);
      String tokens = "[0, 101, 9999, 10000, 123456]";
      String words = client.post("/detokenize", "{\"tokens\":%s}".formatted(tokens)).body();
      assertThat(words).isEqualTo("{\"prompt\":\"baba bebe cucu bebaba fikure\"}");
      assertThat(client.post("/tokenize", words).body())
          .startsWith("{\"count\":5,")
          .contains("\"tokens\":" + tokens);
    }
  }

  @Test
  void requests_that_it_cannot_serve_are_refused_in_the_engines_words() throws Exception {
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "1,1", "tiny", "--max-model-len", "10")) {
      SimClient client = client(server);
      assertRefused(client, "{\"model\":\"big\",\"prompt\":\"a\"}", 404, "does not exist");
      assertRefused(client, "{\"prompt\":\"\"}", 400, "prompt is empty");
      assertRefused(client, "{\"prompt\":\"a\",\"max_tokens\":0}", 400, "at least 1, got 0");
      assertRefused(client, "not json", 400, "JSON decode error");
      assertRefused(
          client,
          "{\"prompt\":\"a b c\",\"max_tokens\":8}",
          400,
          "maximum context length is 10 tokens. However, you requested 11 tokens (3 in the"
              + " messages, 8");
      assertThat(client.get("/v1/completions").statusCode()).isEqualTo(405);
      assertThat(client.get("/nowhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void the_write_log_tells_each_event_of_each_request(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("writes.bin");
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "5,1,3", "--log-writes", file.toString())) {
      String body = "{\"prompt\":\"a\",\"max_tokens\":3,\"stream\":true}";
      client(server).post("/v1/completions", body);
      client(server).post("/v1/completions", body);
    }
    List<String> records = new ArrayList<>();
    List<Long> instants = new ArrayList<>();
    WriteLogReader.read(
        file,
        new WriteLogReader.Listener() {
          @Override
          public void arrived(long nanos, int request, String requestId) {
            instants.add(nanos);
            records.add(request + " arrived");
          }

          @Override
          public void wrote(long nanos, int request, int tokens) {
            instants.add(nanos);
            records.add(request + " " + tokens);
          }
        });
    assertThat(records)
        .containsExactly(
            "0 arrived", "0 1", "0 1", "0 1", "0 0", "1 arrived", "1 1", "1 1", "1 1", "1 0");
    assertThat(instants).isSorted();
  }

  @Test
  void a_server_on_a_faster_clock_counts_what_it_generates() throws Exception {
    try (SimServer server =
        SimServer.start("--port", "0", "llama-3.1-8b", "--speed", "20", "--noise", "0")) {
      SimClient client = client(server);
      client.post("/v1/completions", "{\"prompt\":\"a b c\",\"max_tokens\":40}");
      String metrics = client.get("/metrics").body();
      assertThat(metrics)
          .contains("vllm:generation_tokens_total{engine=\"0\",model_name=\"llama-3.1-8b\"} 40")
          .contains("sglang:time_to_first_token_seconds_count{model_name=\"llama-3.1-8b\"} 1");
    }
  }

  private static void assertRefused(SimClient client, String body, int status, String message)
      throws Exception {
    HttpResponse<String> response = client.post("/v1/completions", body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(message);
  }

  private static SimClient client(SimServer server) throws InterruptedException {
    return new SimClient(server).awaitReady();
  }
}
