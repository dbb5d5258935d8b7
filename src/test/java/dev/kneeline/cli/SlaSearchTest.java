package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.study.Run;
import dev.kneeline.sweep.SlaFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `search: {method: slo}` and `bench sweep serve_sla`, end to end on simulated servers.
class SlaSearchTest {

  /// Each answer takes 3 ms and 30 more for 30 tokens; the second server answers four at a time.
  private static final String SEARCH =
      """
      name: tiny
      engine: sim
      server:
        params: {fixed: "3,1"}
      sweep: {server.max-num-seqs: [1, 4]}
      load:
        random-input-len: 8
        random-output-len: 30
        verdict-limits:
          loop_lag_max_ms: 9e4:9e4
          load_thread_waiting_share: 9:9
          safepoint_max_ms: 9e4:9e4
          safepoint_share: 9:9
          send_lateness_median_ms: 9e4:9e4
      slo: [p90_e2el_ms <= 300]
      search:
        method: slo
        variable: load.max-concurrency
        to: 256
        start: 32
        tolerance: 40%
        probe: {duration: 400ms}
      """;

  @TempDir Path folder;

  @Test
  void each_configuration_gets_its_answer_which_is_kept_and_found_again() throws Exception {
    Sandbox sandbox = new Sandbox(folder).withFile(SEARCH);
    assertThat(sandbox.plan().out())
        .contains("slo: load.max-concurrency within p90_e2el_ms <= 300")
        .contains("up to 25 runs for each of 2 configurations");
    Cli.Result result = sandbox.run();
    assertThat(result.out()).as(result.err()).contains("max-num-seqs=1").contains("max-num-seqs=4");
    assertThat(result.err())
        .as("what is sought is told once, and no probe is announced")
        .containsOnlyOnce("tiny: load.max-concurrency within p90_e2el_ms <= 300")
        .doesNotContain("to measure")
        .doesNotContain("server start");
    List<SlaAnswer> answers = SlaFile.read(sandbox.study());
    assertThat(answers).hasSize(2);
    assertThat(answers).allSatisfy(answer -> assertThat(answer.probes()).isNotEmpty());
    assertThat(sandbox.study().resolve("sla-1.png")).isNotEmptyFile();
    assertThat(sandbox.study().resolve("sla-1.svg")).content().contains("p90_e2el_ms");
    List<Run> runs = sandbox.runs();
    Cli.Result again = sandbox.run();
    assertThat(again.err()).contains("everything is measured");
    assertThat(sandbox.runs()).hasSameSizeAs(runs);
    assertThat(SlaFile.read(sandbox.study())).isEqualTo(answers);
    try (Stream<Path> servers = Files.list(sandbox.study().resolve("servers"))) {
      assertThat(servers).as("each server is started once").hasSize(2);
    }
  }

  @Test
  void what_cannot_be_sought_is_told_with_its_place() throws Exception {
    Sandbox sandbox =
        new Sandbox(folder)
            .with(
                """
                sweep: {load.max_concurrency: [1, 2]}
                search: {method: slo, variable: load.max-concurrency, tolerance: much, from: 9, to: 3}
                """);
    Cli.Result result = sandbox.plan();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("'load.max_concurrency' is what the search varies")
        .contains("'much' is no share")
        .contains("'from' is not below 'to'");
  }

  @Test
  void serve_sla_answers_for_each_pair_and_sla_and_measures_a_value_once() throws Exception {
    Path slas = Files.writeString(folder.resolve("sla.json"), SLAS);
    Path rows = Files.writeString(folder.resolve("rows.json"), "[{\"max_num_seqs\": 2}]");
    Cli.Result result = serveSla(rows, slas, "-e", "one");
    assertThat(result.out()).as(result.err()).contains("p90_e2el_ms <= 200").contains("FOUND");
    Path base = folder.resolve("results/one/SERVE--max_num_seqs=2");
    assertThat(base.resolve("SLA--p90_e2el_ms<=200.00.json")).content().contains("\"FOUND\"");
    assertThat(base.resolve("SLA--p90_e2el_ms<=400.00.json")).exists();
    assertThat(base.resolve("max_concurrency=128/run=0.json")).exists();
    assertThat(SlaFile.read(folder.resolve("results/one"))).hasSize(2);
    assertThat(folder.resolve("results/one/sla-1.png")).isNotEmptyFile();
    Cli.Result again = serveSla(rows, slas, "--resume", "one");
    assertThat(again.out()).doesNotContain("[BEGIN BENCHMARK]").contains("FOUND");
  }

  private static final String SLAS =
      """
      {"fast": {"p90_e2el_ms": "<=200"}, "slow": {"p90_e2el_ms": "<= 400"}}
      """;

  private Cli.Result serveSla(Path rows, Path slas, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench",
                "sweep",
                "serve_sla",
                "--serve-cmd",
                "KNEELINE_SIM='--fixed 3,1' vllm serve meta-llama/Llama-2-7b-chat-hf --port 18471",
                "--simulate",
                "--bench-cmd",
                "kneeline bench serve --port 18471 --random-input-len 8 --random-output-len 30"
                    + " --verdict-limits loop_lag_max_ms=9e4:9e4 load_thread_waiting_share=9:9"
                    + " safepoint_max_ms=9e4:9e4 safepoint_share=9:9"
                    + " send_lateness_median_ms=9e4:9e4",
                "--serve-params",
                rows.toString(),
                "--sla-params",
                slas.toString(),
                "--sla-variable",
                "max_concurrency",
                "--sla-duration",
                "0.6",
                "--sla-tolerance",
                "0.4",
                "-o",
                folder.resolve("results").toString()));
    words.addAll(List.of(more));
    return Cli.call(words.toArray(String[]::new));
  }
}
