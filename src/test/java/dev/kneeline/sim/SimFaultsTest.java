package dev.kneeline.sim;

import static dev.kneeline.sim.SimClient.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// What a client sees of a server that fails on request.
class SimFaultsTest {

  private static final String STREAM = "{\"prompt\":\"a\",\"max_tokens\":6,\"stream\":true}";
  private static final String WHOLE = "{\"prompt\":\"a\",\"max_tokens\":6}";

  @Test
  void the_first_requests_are_refused_when_a_count_is_given() throws Exception {
    try (SimServer server = start("--answer-503", "2")) {
      SimClient client = new SimClient(server).awaitReady();
      assertThat(status(client)).isEqualTo(503);
      assertThat(status(client)).isEqualTo(503);
      assertThat(status(client)).isEqualTo(200);
    }
  }

  @Test
  void everything_is_refused_for_a_while_when_a_time_is_given() throws Exception {
    try (SimServer server = start("--answer-503", "2s")) {
      SimClient client = new SimClient(server);
      assertThat(client.get("/health").statusCode()).isEqualTo(503);
      client.awaitReady();
    }
  }

  @Test
  void requests_after_the_count_hang_while_health_is_fine() throws Exception {
    try (SimServer server = start("--hang-after", "1")) {
      SimClient client = new SimClient(server).awaitReady();
      assertThat(status(client)).isEqualTo(200);
      assertThatThrownBy(() -> client.post("/v1/completions", WHOLE, Duration.ofMillis(500)))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void it_dies_after_the_requests_it_was_given_and_the_last_is_whole() throws Exception {
    try (SimServer server = start("--die-after-requests", "2")) {
      SimClient client = new SimClient(server).awaitReady();
      assertThat(events(client.post("/v1/completions", STREAM))).hasSize(7);
      assertThat(events(client.post("/v1/completions", STREAM))).hasSize(7);
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThatThrownBy(() -> client.get("/health")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void memory_runs_out_under_load_and_takes_running_streams_along() throws Exception {
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "60000,1,6", "--oom-under-load", "2")) {
      SimClient client = new SimClient(server).awaitReady();
      CompletableFuture<?> first = client.postLater("/v1/completions", STREAM);
      client.awaitRunning(1);
      CompletableFuture<?> second = client.postLater("/v1/completions", STREAM);
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
      assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void a_step_too_large_for_the_memory_left_by_the_fraction_kills_sglang() throws Exception {
    try (SimServer server =
        SimServer.start(
            "--engine",
            "sglang",
            "--model-path",
            "llama-3.1-8b",
            "--mem-fraction-static",
            "0.96",
            "--chunked-prefill-size",
            "65536",
            "--max-prefill-tokens",
            "65536",
            "--port",
            "0")) {
      SimClient client = new SimClient(server).awaitReady();
      String prompt = "a ".repeat(20_000);
      assertThatThrownBy(() ->
              client.post(
                  "/generate",
                  "{\"text\":\"%s\",\"sampling_params\":{\"max_new_tokens\":2}}".formatted(prompt)))
          .isInstanceOf(IOException.class);
      assertThat(server.awaitExit()).isEqualTo(137);
    }
  }

  @Test
  void memory_that_runs_out_under_load_is_told_in_the_engines_own_words() throws Exception {
    for (String style : List.of("vllm", "sglang", "trtllm")) {
      List<String> log = new CopyOnWriteArrayList<>();
      List<String> line =
          new ArrayList<>(List.of("--engine", style, "--port", "0", "--fixed", "9,9"));
      line.addAll(List.of("--oom-under-load", "1"));
      line.addAll(style.equals("sglang") ? List.of("--model-path", "m") : List.of("m"));
      try (SimServer server = SimServer.start(OptionsReader.read(line), log::add)) {
        SimClient client = new SimClient(server).awaitReady();
        assertThatThrownBy(() -> status(client)).isInstanceOf(IOException.class);
        assertThat(server.awaitExit()).isEqualTo(style.equals("sglang") ? 137 : 1);
      }
      assertThat(log).anyMatch(each -> each.contains("CUDA out of memory. Tried to allocate"));
      assertThat(log)
          .anyMatch(
              each -> each.contains(style.equals("sglang") ? "Received sigquit" : "fatal error"));
    }
  }

  @Test
  void a_fixed_server_on_a_faster_clock_divides_its_times() throws Exception {
    try (SimServer server =
        SimServer.start("--port", "0", "--fixed", "60000,60000,3", "--speed", "60000")) {
      assertThat(events(new SimClient(server).awaitReady().post("/v1/completions", STREAM)))
          .hasSize(7);
    }
  }

  @Test
  void a_short_answer_stops_early_and_says_so() throws Exception {
    try (SimServer server = start("--short-output", "2")) {
      String answer = new SimClient(server).awaitReady().post("/v1/completions", WHOLE).body();
      assertThat(answer).contains("\"finish_reason\":\"stop\"").contains("\"completion_tokens\":2");
    }
  }

  @Test
  void an_error_comes_inside_a_stream_of_status_200() throws Exception {
    try (SimServer server = start("--error-event", "3")) {
      List<String> events =
          events(new SimClient(server).awaitReady().post("/v1/completions", STREAM));
      assertThat(events).hasSize(5);
      assertThat(events.get(3)).startsWith("{\"error\":{\"message\":\"EngineCore");
      assertThat(events.get(4)).isEqualTo("[DONE]");
    }
  }

  @Test
  void a_connection_breaks_in_mid_stream_and_before_an_answer_in_one_piece() throws Exception {
    try (SimServer server = start("--cut-after", "3")) {
      SimClient client = new SimClient(server).awaitReady();
      for (String body : List.of(STREAM, WHOLE)) {
        assertThatThrownBy(() -> client.post("/v1/completions", body))
            .isInstanceOf(IOException.class);
      }
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_loading_server_answers_503_and_vllm_refuses() throws Exception {
    try (SimServer plain = start("--never-ready");
        SimServer vllm = start("--never-ready", "--engine", "vllm")) {
      assertThat(new SimClient(plain).get("/health").statusCode()).isEqualTo(503);
      assertThatThrownBy(() -> new SimClient(vllm).get("/health"))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void a_slow_start_ends() throws Exception {
    try (SimServer vllm = start("--start-delay", "200ms", "--engine", "vllm")) {
      assertThat(status(new SimClient(vllm).awaitReady())).isEqualTo(200);
    }
  }

  @Test
  void a_server_that_closes_says_so_in_its_answer() throws Exception {
    try (SimServer server = start("--close-connections")) {
      assertThat(
              new SimClient(server).awaitReady().get("/health").headers().firstValue("connection"))
          .hasValue("close");
    }
  }

  @Test
  void durations_are_seconds_unless_they_say_otherwise() {
    assertThat(Faults.duration("2")).isEqualTo(Duration.ofSeconds(2));
    assertThat(Faults.duration("0.5s")).isEqualTo(Duration.ofMillis(500));
    assertThat(Faults.duration("1500ms")).isEqualTo(Duration.ofMillis(1500));
  }

  private static SimServer start(String... more) throws IOException {
    String[] line = new String[more.length + 4];
    System.arraycopy(new String[] {"--port", "0", "--fixed", "1,1,6"}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    return SimServer.start(line);
  }

  private static int status(SimClient client) throws Exception {
    return client.post("/v1/completions", WHOLE).statusCode();
  }
}
