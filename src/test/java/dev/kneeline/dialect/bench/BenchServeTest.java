package dev.kneeline.dialect.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.sim.SimServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command as a person of vLLM types it, against the simulated server.
@Timeout(60)
class BenchServeTest {

  /// Keys of a result of `vllm bench serve`, in its order, for two percentiles and three families.
  private static final List<String> VLLM_KEYS =
      List.of(
          "date",
          "endpoint_type",
          "backend",
          "label",
          "model_id",
          "tokenizer_id",
          "num_prompts",
          "gpu",
          "request_rate",
          "burstiness",
          "max_concurrency",
          "duration",
          "completed",
          "failed",
          "total_input_tokens",
          "total_output_tokens",
          "request_throughput",
          "request_goodput",
          "output_throughput",
          "total_token_throughput",
          "max_output_tokens_per_s",
          "max_concurrent_requests",
          "rtfx",
          "mean_ttft_ms",
          "median_ttft_ms",
          "std_ttft_ms",
          "p50_ttft_ms",
          "p99.9_ttft_ms",
          "mean_tpot_ms",
          "median_tpot_ms",
          "std_tpot_ms",
          "p50_tpot_ms",
          "p99.9_tpot_ms",
          "mean_itl_ms",
          "median_itl_ms",
          "std_itl_ms",
          "p50_itl_ms",
          "p99.9_itl_ms");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_run_prints_vllms_block_and_the_clients_verdict() throws Exception {
    assertThat(serve("--num_prompts", "20", "--max-concurrency", "4", "--goodput", "ttft:900"))
        .isZero();
    assertThat(out.toString())
        .startsWith("============ Serving Benchmark Result ============\n")
        .contains("Successful requests:                     20\n")
        .contains("Maximum request concurrency:             4\n")
        .contains("Total generated tokens:                  160\n")
        .contains("---------------Time to First Token----------------\n")
        .containsPattern("Request goodput \\(req/s\\): +\\d")
        .containsPattern("Client: (OK|SUSPECT|INVALID) \\(");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void the_result_file_has_vllms_keys_in_its_order_and_then_ours() throws Exception {
    int code =
        serve(
            "--num-prompts",
            "10",
            "--max-concurrency",
            "2",
            "--metric-percentiles",
            "50,99.9",
            "--metadata",
            "gpu=none",
            "--save-result",
            "--result-dir",
            folder.toString(),
            "--result-filename",
            "r.json");
    assertThat(code).isZero();
    JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    List<String> keys = new ArrayList<>(json.propertyNames());
    assertThat(keys.subList(0, VLLM_KEYS.size())).isEqualTo(VLLM_KEYS);
    assertThat(json.path("request_rate").stringValue()).isEqualTo("inf");
    assertThat(json.path("request_goodput").isNull()).isTrue();
    assertThat(json.path("completed").asInt()).isEqualTo(10);
    assertThat(json.at("/verdict/status").isString()).isTrue();
    assertThat(json.path("unreliable").valueStream().map(JsonNode::stringValue))
        .contains("p99.9_ttft_ms");
  }

  @Test
  void details_have_one_entry_for_each_request_and_results_can_be_appended() throws Exception {
    for (int i = 0; i < 2; i++) {
      serve(
          "--num-prompts",
          "5",
          "--save-detailed",
          "--append-result",
          "--result-dir",
          folder.toString(),
          "--result-filename",
          "all.jsonl");
    }
    List<String> lines = Files.readAllLines(folder.resolve("all.jsonl"));
    assertThat(lines).hasSize(2);
    JsonNode json = JsonMapper.shared().readTree(lines.get(1));
    for (String key :
        List.of("input_lens", "ttfts", "itls", "start_times", "generated_texts", "errors")) {
      assertThat(json.path(key)).as(key).hasSize(5);
    }
    assertThat(json.at("/itls/0")).hasSize(7);
    assertThat(json.at("/generated_texts/0").stringValue()).isNotBlank();
  }

  /// The command of vLLM's documentation of sweeps, with the program's name changed.
  @Test
  void a_command_of_vllms_pages_runs_and_writes_every_key_of_vllms_in_its_order() throws Exception {
    Path conversations = folder.resolve("ShareGPT_V3_unfiltered_cleaned_split.json");
    String turn = "{\"from\":\"%s\",\"value\":\"%s\"}";
    String talk =
        "{\"conversations\":[%s,%s]}"
            .formatted(
                turn.formatted("human", "Tell me of the sea and of its tides today"),
                turn.formatted("gpt", "The sea is wide and its tides come twice a day"));
    Files.writeString(conversations, "[%s,%s]".formatted(talk, talk));
    String command =
        "--model tiny --backend vllm --endpoint /v1/completions --dataset-name sharegpt"
            + " --dataset-path %s --num-prompts 4 --save-result --save-detailed --result-dir %s"
                .formatted(conversations, folder)
            + " --ramp-up-strategy linear --ramp-up-start-rps 50 --ramp-up-end-rps 90"
            + " --percentile-metrics ttft,tpot,itl,e2el --metadata gpu=none --result-filename"
            + " r.json";
    assertThat(serve(command.split(" "))).isZero();
    JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    List<String> wanted = new ArrayList<>(VLLM_KEYS);
    wanted.removeIf(key -> key.startsWith("p50") || key.startsWith("p99.9"));
    wanted.addAll(
        wanted.indexOf("duration"),
        List.of("ramp_up_strategy", "ramp_up_start_rps", "ramp_up_end_rps"));
    wanted.addAll(
        wanted.indexOf("max_output_tokens_per_s"),
        List.of(
            "input_lens",
            "output_lens",
            "ttfts",
            "itls",
            "start_times",
            "generated_texts",
            "errors"));
    for (String family : List.of("ttft", "tpot", "itl")) {
      wanted.add(wanted.indexOf("std_" + family + "_ms") + 1, "p99_" + family + "_ms");
    }
    wanted.addAll(List.of("mean_e2el_ms", "median_e2el_ms", "std_e2el_ms", "p99_e2el_ms"));
    List<String> written = new ArrayList<>(json.propertyNames());
    written.retainAll(wanted);
    assertThat(written).isEqualTo(wanted);
    assertThat(json.path("endpoint_type").stringValue()).isEqualTo("vllm");
    assertThat(json.path("completed").asInt()).isEqualTo(4);
  }

  @Test
  void sessions_have_figures_of_each_turn() throws Exception {
    int code =
        serve(
            "--dataset-name=sessions",
            "--session-turns=3",
            "--session-first-len=40",
            "--session-turn-len=10",
            "--session-output-len=8",
            "--num-prompts=12",
            "--max-concurrency=2",
            "--save-result",
            "--result-dir=" + folder,
            "--result-filename=r.json");
    assertThat(code).isZero();
    JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    JsonNode turns = json.path("per_turn_metrics");
    assertThat(turns).hasSize(3).allMatch(turn -> turn.path("completed").asInt() == 4);
    assertThat(turns.valueStream().map(turn -> turn.path("mean_input_tokens").asDouble()))
        .containsExactly(40.0, 58.0, 76.0);
    assertThat(turns.get(2).path("mean_ttft_ms").isNumber()).isTrue();
  }

  @Test
  void margins_are_left_out_of_every_figure_and_intervals_stand_beside_them() throws Exception {
    int code =
        serve(
            "--num-prompts=200",
            "--request-rate=400",
            "--warmup-duration=0.1",
            "--cooldown-duration=0.1",
            "--random-range-ratio=0.5",
            "--random-range-rule=below",
            "--save-detailed",
            "--result-dir=" + folder,
            "--result-filename=r.json");
    assertThat(code).isZero();
    JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    assertThat(json.path("input_lens")).hasSize(200);
    assertThat(json.path("completed").asInt()).isBetween(50, 190);
    assertThat(json.path("measured_from").asDouble()).isEqualTo(0.1);
    assertThat(json.path("duration").asDouble())
        .isEqualTo(json.path("measured_to").asDouble() - 0.1, within(1e-9));
    assertThat(json.path("random_range_rule").stringValue()).isEqualTo("below");
    assertThat(json.path("random_output_range").toString()).isEqualTo("[4,8]");
    assertThat(out.toString()).containsPattern("95 % sure: ttft median [0-9.]+ to [0-9.]+");
    JsonNode interval = json.at("/confidence_intervals/median_ttft_ms");
    assertThat(json.path("median_ttft_ms").asDouble())
        .isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
    assertThat(json.at("/steady_state/window/target_concurrency").isNumber()).isTrue();
  }

  @Test
  void the_servers_own_metrics_stand_beside_ours() throws Exception {
    serve(
        "--num-prompts=40",
        "--max-concurrency=4",
        "--save-result",
        "--result-dir=" + folder,
        "--result-filename=r.json");
    JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    double theirs = json.at("/client/server_mean_ttft_ms").asDouble();
    assertThat(theirs).isBetween(1.0, json.path("mean_ttft_ms").asDouble() + 2);
    assertThat(json.at("/client/server_p99_ttft_ms").asDouble()).isGreaterThan(1);
    assertThat(json.path("server_series").size()).isGreaterThanOrEqualTo(2);
    assertThat(json.at("/server_series/0").propertyNames())
        .contains("at", "running", "waiting", "kv_use", "prefix_queries", "ttft_count");
    JsonNode buckets = json.path("server_ttft_histogram");
    assertThat(buckets.get(buckets.size() - 1).toString()).isEqualTo("[null,40.0]");
    assertThat(out.toString()).contains("Server: mean TTFT ");
  }

  @Test
  void a_key_is_in_no_file_and_no_word_of_a_run() throws Exception {
    String key = "sk-kneeline-77e1";
    Path secret = Files.writeString(Files.createTempFile("key", ""), key);
    serve(
        "--api-key-file=" + secret,
        "--header=X-Pass=" + key,
        "--num-prompts=3",
        "--save-detailed",
        "--samples-file=" + folder.resolve("samples"),
        "--result-dir=" + folder);
    Files.delete(secret);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file ->
              assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(key));
    }
    assertThat(out + "" + err).contains("Successful requests").doesNotContain(key);
  }

  @Test
  void without_a_name_the_file_is_called_as_vllm_calls_it() throws Exception {
    serve(
        "--num-prompts",
        "2",
        "--request-rate",
        "50",
        "--save-result",
        "--result-dir",
        folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .singleElement()
          .asString()
          .matches("openai-50.0qps-tiny-\\d{8}-\\d{6}\\.json");
    }
  }

  @Test
  void wrong_options_are_told_together_and_nothing_runs() {
    assertThat(run("--num-prompts", "none", "--max-concurrency", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("error: --num-prompts: 'none' is not a whole number\n")
        .contains("error: --max-concurrency: 0 is too small\nhint: at least 1\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void nobody_there_is_a_failure_with_a_way_out() {
    assertThat(run("--port", "1")).isEqualTo(1);
    assertThat(err.toString())
        .contains("error: cannot ask http://127.0.0.1:1/v1/models")
        .contains("hint: check that the server runs there");
  }

  private int serve(String... more) throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,1,8", "tiny")) {
      List<String> arguments = new ArrayList<>(List.of("--port", "" + server.port()));
      arguments.addAll(List.of("--random-input-len", "4", "--random-output-len", "8"));
      arguments.addAll(List.of("--ready-check-timeout-sec", "20"));
      arguments.addAll(List.of(more));
      return run(arguments.toArray(String[]::new));
    }
  }

  private int run(String... arguments) {
    return BenchServe.command(new PrintWriter(out), new PrintWriter(err), false)
        .execute(BenchWords.dashed(List.of(arguments)).toArray(String[]::new));
  }
}
