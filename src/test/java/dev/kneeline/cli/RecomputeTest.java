package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.SimServer;
import dev.kneeline.study.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Figures are what the raw samples say.
class RecomputeTest {

  @TempDir Path folder;

  @Test
  void a_sweep_recomputes_identically_and_a_changed_figure_is_told_and_mended() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2]}\nrepeat: 2\n");
    Cli.Result run =
        box.run("--set", "load.goodput=e2el:5000", "--set", "load.metric-percentiles=75,99");
    assertThat(run.code()).as(run.err()).isZero();
    Cli.Result same = box.ask("recompute");
    assertThat(same.code()).as(same.out() + same.err()).isZero();
    assertThat(same.out()).isEqualTo("4 runs identical%n".formatted());

    List<Run> before = box.runs();
    Path first = box.study().resolve(before.getFirst().folder()).resolve("run.json");
    String original = Files.readString(first);
    double throughput = before.getFirst().figures().value("output_throughput").orElseThrow();
    tamper(first, throughput);

    Cli.Result told = box.ask("recompute");
    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.out())
        .contains("3 runs identical")
        .contains("1 differs")
        .containsPattern("output_throughput +1 +50(\\.0)? %")
        .doesNotContain("p99_ttft_ms");

    Cli.Result mended = box.ask("recompute", "--write");
    assertThat(mended.code()).as(mended.err()).isZero();
    assertThat(mended.out()).contains("1 differs, now kept as computed");
    assertThat(Files.readString(first)).isEqualTo(original);
    assertThat(box.runs()).isEqualTo(before);
    assertThat(box.ask("recompute").code()).isZero();
    assertThat(box.study().resolve("journal.jsonl")).content().contains("recomputed");
  }

  @Test
  void a_samples_file_of_a_load_gives_the_figures_that_the_load_gave() throws Exception {
    Path samples = folder.resolve("load.samples");
    try (SimServer server = SimServer.start("--port=0", "--fixed=2,1,8", "tiny")) {
      Cli.Result run =
          Cli.call(
              "bench",
              "serve",
              "--port=" + server.port(),
              "--num-prompts=20",
              "--max-concurrency=4",
              "--random-input-len=4",
              "--random-output-len=8",
              "--samples-file=" + samples,
              "--save-result",
              "--result-dir=" + folder,
              "--result-filename=r.json");
      assertThat(run.code()).as(run.err()).isZero();
    }
    Cli.Result again = Cli.call("recompute", samples.toString());
    assertThat(again.code()).as(again.err()).isZero();
    JsonNode figures = JsonMapper.shared().readTree(again.out());
    JsonNode told = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
    for (String key : List.of("completed", "mean_ttft_ms", "p99_itl_ms", "output_throughput")) {
      assertThat(figures.path(key).asDouble()).as(key).isEqualTo(told.path(key).asDouble());
    }
    byte[] whole = Files.readAllBytes(samples);
    Files.write(samples, Arrays.copyOf(whole, whole.length - 40));
    Cli.Result cut = Cli.call("recompute", samples.toString());
    assertThat(cut.err()).contains("was not closed in order");
    assertThat(JsonMapper.shared().readTree(cut.out()).path("completed").asInt()).isBetween(1, 19);
    Files.writeString(samples, "something else");
    assertThat(Cli.call("recompute", samples.toString()).err())
        .contains("this file holds no samples of a load")
        .contains("hint: ");
  }

  @Test
  void samples_that_are_gone_or_damaged_are_named() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2]}\n");
    assertThat(box.run().code()).isZero();
    List<Run> runs = box.runs();
    Files.delete(box.study().resolve(runs.get(0).folder()).resolve("samples.bin"));
    Path second = box.study().resolve(runs.get(1).folder()).resolve("samples.bin");
    Files.write(second, new byte[] {1, 2, 3});

    Cli.Result told = box.ask("recompute");
    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.out()).contains("0 runs identical").contains("2 cannot be recomputed");
    assertThat(told.err())
        .contains(runs.get(0).folder())
        .contains(runs.get(1).folder() + ": this file holds no samples of a load");
  }

  @Test
  void runs_of_an_external_benchmark_are_counted_and_not_judged() throws Exception {
    Path script = folder.resolve("measure.sh");
    Files.writeString(script, "echo '{\"tok_s\": 100.5}' > \"$1\"\n");
    Sandbox box =
        new Sandbox(folder)
            .withFile(
                """
                name: offline
                benchmark:
                  command: [sh, %s, "{result_file}"]
                  result: {format: paths, paths: {output_throughput: tok_s}}
                sweep: {load.batch: [8, 16]}
                objective: max output_throughput
                """
                    .formatted(script));
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    Cli.Result told = box.ask("recompute");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("0 runs identical")
        .contains("2 without samples, such as external benchmarks'");
  }

  /// Halves the throughput, as somebody with an editor would.
  private static void tamper(Path file, double throughput) throws IOException {
    String text = Files.readString(file);
    String changed =
        text.replaceFirst("(\"output_throughput\"\\s*:\\s*)[-+.0-9eE]+", "$1" + throughput / 2);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file, changed);
  }
}
