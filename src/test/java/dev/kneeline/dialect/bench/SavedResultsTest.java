package dev.kneeline.dialect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.SimServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a run leaves behind, and what a command line is read as before it runs.
@Timeout(60)
class SavedResultsTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void of_an_option_given_twice_the_last_one_counts_and_a_list_may_be_several_words()
      throws Exception {
    serve("--num-prompts=7", "--num-prompts", "3", "--metric-percentiles", "50", "90", "--seed=1");
    assertThat(out.toString())
        .contains("Successful requests:                     3\n")
        .contains("P50 TTFT (ms):", "P90 TTFT (ms):");
    assertThat(err.toString()).isEmpty();
    out.getBuffer().setLength(0);
    serve("--percentile-metrics", "ttft", "e2el", "--save-result=false");
    assertThat(out.toString())
        .contains("Mean TTFT (ms):", "Mean E2EL (ms):")
        .doesNotContain("TPOT");
  }

  @Test
  void a_result_that_could_not_be_written_is_told_before_the_load_and_not_after_it()
      throws Exception {
    Path file = Files.writeString(folder.resolve("taken"), "");
    assertThat(run("--port", "1", "--save-result", "--result-dir", file.resolve("in").toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("error: the result cannot be written to " + file.resolve("in"))
        .contains("hint: check --result-dir and --result-filename\n");
    assertThat(
            run(
                "--port=1",
                "--append-result",
                "--result-dir=" + folder.getParent(),
                "--result-filename=" + folder.getFileName()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(folder + " is a folder");
  }

  @Test
  void a_line_that_another_program_left_open_is_closed_first() throws Exception {
    Path file = Files.writeString(folder.resolve("all.jsonl"), "{\"of\":\"another\"}");
    serve("--append-result", "--result-dir=" + folder, "--result-filename=all.jsonl");
    serve("--append-result", "--result-dir=" + folder, "--result-filename=all.jsonl");
    assertThat(Files.readAllLines(file))
        .hasSize(3)
        .allSatisfy(line -> assertThat(JsonMapper.shared().readTree(line).isObject()).isTrue());
  }

  @Test
  void details_are_in_the_order_of_the_requests_whichever_ended_first() throws Exception {
    Path prompts = folder.resolve("prompts.jsonl");
    Files.writeString(
        prompts,
        """
        {"prompt":"a long one goes first","output_tokens":60}
        {"prompt":"a short one","output_tokens":3}
        {"prompt":"one in between","output_tokens":20}
        """);
    JsonNode json =
        saved(
            "--dataset-name=custom",
            "--dataset-path=" + prompts,
            "--custom-output-len=-1",
            "--disable-shuffle",
            "--ignore-eos",
            "--num-prompts=3",
            "--save-detailed");
    assertThat(json.path("output_lens").toString()).isEqualTo("[60,3,20]");
    assertThat(json.path("indexes").toString()).isEqualTo("[0,1,2]");
    assertThat(json.at("/itls/0")).hasSize(59);
    String longest = json.at("/generated_texts/0").stringValue();
    assertThat(longest.length())
        .isGreaterThan(json.at("/generated_texts/2").stringValue().length());
  }

  @Test
  void why_requests_failed_is_printed_and_kept_without_details_too() throws Exception {
    try (SimServer server =
        SimServer.start("--port=0", "--fixed=1,1,8", "--answer-503=2", "tiny")) {
      List<String> arguments = new ArrayList<>(List.of("--port=" + server.port()));
      arguments.addAll(List.of("--model=tiny", "--num-prompts=5", "--max-concurrency=1"));
      arguments.addAll(List.of("--random-input-len=4", "--random-output-len=8"));
      arguments.addAll(List.of("--prompt-token-ids", "--server-metrics=false", "--save-result"));
      arguments.addAll(List.of("--result-dir=" + folder, "--result-filename=r.json"));
      assertThat(run(arguments.toArray(String[]::new))).isZero();
    }
    assertThat(out.toString())
        .contains("failed_http_status: 2\n")
        .contains("  2 x HTTP 503 Service Unavailable");
    JsonNode failures = json().path("failures");
    assertThat(failures).hasSize(1);
    assertThat(failures.at("/0/class").stringValue()).isEqualTo("http_status");
    assertThat(failures.at("/0/status").asInt()).isEqualTo(503);
    assertThat(failures.at("/0/count").asInt()).isEqualTo(2);
  }

  @Test
  void an_answer_in_one_piece_has_no_time_per_token_and_none_is_made_up() throws Exception {
    JsonNode json = saved("--stream=false", "--save-result", "--num-prompts=3");
    assertThat(json.path("total_output_tokens").asInt()).isEqualTo(24);
    assertThat(json.path("mean_ttft_ms").isNumber()).isTrue();
    for (String key : List.of("mean_tpot_ms", "p99_tpot_ms", "mean_itl_ms", "interactivity")) {
      assertThat(json.path(key).isNull() || json.path(key).isMissingNode()).as(key).isTrue();
    }
    assertThat(out.toString()).contains("Mean TPOT (ms):                          -\n");
  }

  @Test
  void a_steady_state_says_which_share_of_the_cap_it_needs() throws Exception {
    JsonNode steady =
        saved("--save-result", "--num-prompts=40", "--max-concurrency=4").path("steady_state");
    assertThat(steady.at("/window/threshold").asDouble()).isEqualTo(0.95);
    assertThat(steady.at("/window/threshold_abs").asInt()).isEqualTo(4);
    assertThat(steady.at("/percentiles_ttft_ms/0/0").asDouble()).isEqualTo(99);
    assertThat(steady.at("/percentiles_ttft_ms/0/1").asDouble())
        .isEqualTo(steady.path("p99_ttft_ms").asDouble());
  }

  @Test
  void a_metronomes_burstiness_is_written_as_its_rate_would_be() throws Exception {
    JsonNode json =
        saved("--save-result", "--num-prompts=3", "--request-rate=100", "--burstiness=inf");
    assertThat(json.path("burstiness").stringValue()).isEqualTo("inf");
  }

  private JsonNode saved(String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--result-dir=" + folder, "--result-filename=r.json"));
    assertThat(serve(all.toArray(String[]::new))).isZero();
    return json();
  }

  private JsonNode json() throws Exception {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
  }

  private int serve(String... more) throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "2,1,8", "tiny")) {
      List<String> arguments = new ArrayList<>(List.of("--port", "" + server.port()));
      arguments.addAll(List.of("--random-input-len", "4", "--random-output-len", "8"));
      arguments.addAll(List.of("--num-prompts", "2", "--skip-tokenizer-init"));
      arguments.addAll(List.of(more));
      return run(arguments.toArray(String[]::new));
    }
  }

  private int run(String... arguments) {
    return BenchServe.command(new PrintWriter(out), new PrintWriter(err), false)
        .execute(BenchWords.dashed(List.of(arguments)).toArray(String[]::new));
  }
}
