package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What `/metrics` tells, in each engine's names and buckets.
class EngineMetricsTest {

  private static final String FOUR_BLOCKS = "a ".repeat(64).strip();

  @Test
  void vllm_tells_its_own_names_and_buckets_and_each_request_once() throws Exception {
    try (SimServer server =
        SimServer.start(
            line(
                "--engine vllm serve llama-3.1-8b --port 0 --speed 50 --noise 0 --block-size"
                    + " 16"))) {
      SimClient client = new SimClient(server).awaitReady();
      complete(client, 8);
      complete(client, 8);
      String text = client.get("/metrics").body();
      assertThat(text).doesNotContain("sglang:");
      assertThat(value(text, "vllm:request_success_total", "finished_reason=\"length\""))
          .isEqualTo(2);
      assertThat(value(text, "vllm:request_success_total", "finished_reason=\"abort\"")).isZero();
      for (String seconds :
          List.of(
              "time_to_first_token_seconds",
              "e2e_request_latency_seconds",
              "request_time_per_output_token_seconds",
              "request_queue_time_seconds",
              "request_prefill_time_seconds",
              "request_decode_time_seconds",
              "request_inference_time_seconds")) {
        assertThat(value(text, "vllm:" + seconds + "_count", "")).as(seconds).isEqualTo(2);
      }
      assertThat(value(text, "vllm:inter_token_latency_seconds_count", "")).isEqualTo(14);
      assertThat(value(text, "vllm:request_prompt_tokens_sum", "")).isEqualTo(128);
      assertThat(value(text, "vllm:request_params_max_tokens_bucket", "le=\"5.0\"")).isZero();
      assertThat(value(text, "vllm:request_params_max_tokens_bucket", "le=\"10.0\"")).isEqualTo(2);
      // Of the second prompt's four blocks all but the last are found.
      assertThat(value(text, "vllm:prefix_cache_hits_total", "")).isEqualTo(48);
      assertThat(value(text, "vllm:cache_config_info", "block_size=\"16\"")).isEqualTo(1);
      assertThat(bounds(text, "vllm:time_to_first_token_seconds"))
          .startsWith("0.001", "0.005", "0.01")
          .endsWith("640.0", "2560.0", "+Inf");
      assertThat(bounds(text, "vllm:e2e_request_latency_seconds")).startsWith("0.3", "0.5", "0.8");
      assertThat(text).doesNotContain("spec_decode");
    }
  }

  @Test
  void sglang_tells_its_own_names_and_buckets() throws Exception {
    try (SimServer server =
        SimServer.start(
            line("--engine sglang --model-path llama-3.1-8b --port 0 --speed 50 --noise 0"))) {
      SimClient client = new SimClient(server).awaitReady();
      complete(client, 8);
      complete(client, 8);
      String text = client.get("/metrics").body();
      assertThat(text).doesNotContain("vllm:");
      assertThat(value(text, "sglang:num_requests_total", "")).isEqualTo(2);
      assertThat(value(text, "sglang:cached_tokens_total", "")).isEqualTo(48);
      assertThat(value(text, "sglang:inter_token_latency_seconds_count", "")).isEqualTo(14);
      assertThat(bounds(text, "sglang:inter_token_latency_seconds")).startsWith("0.002", "0.004");
      assertThat(bounds(text, "sglang:time_to_first_token_seconds"))
          .startsWith("0.1", "0.2", "0.4")
          .endsWith("200.0", "400.0", "+Inf");
    }
  }

  @Test
  void guesses_are_counted_by_their_places_and_come_out_in_one_event() throws Exception {
    try (SimServer server =
        SimServer.start(
            line(
                "--engine vllm serve llama-3.1-8b --port 0 --speed 50 --noise 0 --acceptance 1"
                    + " --speculative-config.method=eagle"
                    + " --speculative-config.num_speculative_tokens=3"))) {
      SimClient client = new SimClient(server).awaitReady();
      List<String> events =
          SimClient.events(
              client.post(
                  "/v1/completions",
                  "{\"prompt\":\"a b\",\"max_tokens\":9,\"stream\":true,"
                      + "\"stream_options\":{\"include_usage\":true,"
                      + "\"continuous_usage_stats\":true}}"));
      assertThat(events.stream().map(EngineMetricsTest::completionTokens).toList())
          .containsExactly("1", "5", "9", "9", "");
      String text = client.get("/metrics").body();
      assertThat(value(text, "vllm:spec_decode_num_drafts_total", "")).isEqualTo(2);
      assertThat(value(text, "vllm:spec_decode_num_draft_tokens_total", "")).isEqualTo(6);
      assertThat(value(text, "vllm:spec_decode_num_accepted_tokens_total", "")).isEqualTo(6);
      assertThat(
              value(text, "vllm:spec_decode_num_accepted_tokens_per_pos_total", "position=\"2\""))
          .isEqualTo(2);
    }
  }

  @Test
  void an_answer_tells_what_of_its_prompt_was_in_the_cache_where_the_engine_would()
      throws Exception {
    try (SimServer server =
        SimServer.start(
            line(
                "--engine sglang --model-path llama-3.1-8b --port 0 --speed 50"
                    + " --enable-cache-report"))) {
      SimClient client = new SimClient(server).awaitReady();
      assertThat(complete(client, 1)).contains("\"prompt_tokens_details\":{\"cached_tokens\":0}");
      assertThat(complete(client, 1)).contains("\"prompt_tokens_details\":{\"cached_tokens\":48}");
      assertThat(
              client
                  .post(
                      "/generate",
                      "{\"text\":\"%s\",\"sampling_params\":{\"max_new_tokens\":2}}"
                          .formatted(FOUR_BLOCKS))
                  .body())
          .contains("\"cached_tokens\":48");
    }
  }

  private static String complete(SimClient client, int tokens) throws Exception {
    return client
        .post(
            "/v1/completions",
            "{\"prompt\":\"%s\",\"max_tokens\":%d}".formatted(FOUR_BLOCKS, tokens))
        .body();
  }

  private static String completionTokens(String event) {
    int at = event.indexOf("\"completion_tokens\":");
    return at < 0 ? "" : event.substring(at + 20).replaceAll("\\D.*", "");
  }

  private static double value(String text, String name, String label) {
    String line =
        text.lines()
            .filter(found -> found.startsWith(name + "{") && found.contains(label))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " " + label + " is not in\n" + text));
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static List<String> bounds(String text, String name) {
    return Pattern.compile(Pattern.quote(name) + "_bucket\\{le=\"([^\"]+)\"")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toList());
  }

  private static String[] line(String text) {
    return text.split(" ");
  }
}
