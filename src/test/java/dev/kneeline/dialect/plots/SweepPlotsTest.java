package dev.kneeline.dialect.plots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.dialect.results.ResultMaker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// vLLM's plotting commands, on its own layout and on a study.
class SweepPlotsTest {

  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  @Test
  void a_sweep_of_vllms_is_drawn_with_the_defaults_of_its_time_in_the_caption() throws Exception {
    ResultMaker.sweep(folder);

    Said said = plot("--curve-by", "tensor_parallel_size");

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out().strip()).isEqualTo(folder.resolve("FIGURE.png").toString());
    assertThat(Files.readString(folder.resolve("FIGURE.svg")))
        .contains("p99 ttft over request throughput")
        .contains("x request_throughput and y p99_ttft_ms by default")
        .contains("6 configurations; means, bands: 95 % interval")
        .contains("(req/s)")
        .contains("(ms)");
  }

  @Test
  void height_and_dots_are_of_inches_and_error_bars_may_go() throws Exception {
    ResultMaker.sweep(folder);

    plot("--fig-dpi", "96", "--fig-height", "5", "--no-error-bars", "--fig_name", "P");
    plot("--fig-dpi", "192", "--fig-height", "7", "--fig-name", "Q");

    BufferedImage low = ImageIO.read(folder.resolve("P.png").toFile());
    BufferedImage high = ImageIO.read(folder.resolve("Q.png").toFile());
    assertThat(high.getHeight() / 2 - low.getHeight()).isEqualTo(2 * 96);
    assertThat(high.getWidth()).isEqualTo(2 * low.getWidth());
    assertThat(Files.readString(folder.resolve("P.svg"))).contains("6 configurations; means<");
  }

  @Test
  void a_dry_run_tells_group_grid_and_file_and_writes_nothing() throws Exception {
    ResultMaker.sweep(folder);
    long before = files();

    Said said = plot("--dry-run", "--fig-by=tensor_parallel_size", "--row-by", "max_concurrency");

    assertThat(said.out())
        .contains("[BEGIN FIGURE]", "Group: tensor_parallel_size=2", "Grid: 3 x 1")
        .contains("Output file: " + folder.resolve("FIGURE-tensor_parallel_size=4.png"));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void conditions_filter_configurations_and_an_empty_rest_is_no_picture() {
    ResultMaker.sweep(folder);

    assertThat(plot("--filter-by", "max_concurrency<=8,tensor_parallel_size == 4").code()).isZero();
    Said none = plot("--filter-by", "max_concurrency>64");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no configuration passes --filter-by");
    assertThat(plot("--filter-by", "request_rate==inf", "--dry-run").code()).isZero();
  }

  @Test
  void what_is_unknown_is_told_with_the_nearest_name() {
    ResultMaker.sweep(folder);

    assertThat(plot("--var-y", "p99_tfft_ms").err()).contains("did you mean 'p99_ttft_ms'?");
    assertThat(plot("--scale-x", "sqrt").err()).contains("unknown scale 'sqrt'");
    assertThat(plot("--filter-by", "max_concurrency").err()).contains("no operator");
    assertThat(plot("--bin-by", "duration").err()).contains("is no bin");
    Said unset = plot("--row-by", "tensor_paralel_size", "--dry-run");
    assertThat(unset.code()).isZero();
    assertThat(unset.err())
        .contains("warning: no configuration has 'tensor_paralel_size'")
        .contains("did you mean 'tensor-parallel-size'?");
  }

  @Test
  void a_study_of_ours_is_read_by_whoever_knows_it() {
    ResultMaker.write(folder.resolve(".kneeline/format.json"), "{\"format\": 1}");
    ResultMaker.write(folder.resolve(".kneeline/runs/x"), "");
    ResultMaker.sweep(folder);

    Said said = plot("--var-x", "max_concurrency", "--var-y", "median_ttft_ms");

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(folder.resolve("FIGURE.svg")).content().contains("36 configurations");
  }

  @Test
  void the_frontier_is_over_configurations_and_lies_under_pareto() {
    ResultMaker.sweep(folder);

    Said said = pareto();

    assertThat(said.out().strip())
        .isEqualTo(folder.resolve("pareto").resolve("PARETO.png").toString());
    assertThat(folder.resolve("pareto/PARETO.svg"))
        .content()
        .contains("labels: max-concurrency / gpu-count")
        .contains("users: max_concurrency (default)")
        .contains("of 6 configurations on the frontier; means of 3 runs")
        .contains("1 / 4");
  }

  @Test
  void users_fall_back_to_what_was_in_flight_and_runs_without_any_are_named() {
    String free =
        ResultMaker.vllm(8, 900, "").replace("\"max_concurrency\": 8", "\"max_concurrency\": null");
    ResultMaker.write(folder.resolve("a/run=0.json"), free);
    ResultMaker.write(
        folder.resolve("b/run=0.json"),
        free.replace("\"max_concurrent_requests\": 9,", "")
            .replace("\"num_prompts\": 80", "\"num_prompts\": 9"));

    Said said = pareto("--gpu-count-var", "2");

    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("skipped 1 run without").contains("b/run=0.json");
    assertThat(folder.resolve("pareto/PARETO.svg"))
        .content()
        .contains("1 run without users skipped")
        .doesNotContain("1 assumed");
  }

  @Test
  void where_nothing_tells_the_gpus_one_is_assumed_and_said() {
    ResultMaker.write(folder.resolve("run=0.json"), ResultMaker.vllm(8, 900, ""));

    assertThat(pareto().code()).isZero();
    assertThat(folder.resolve("pareto/PARETO.svg"))
        .content()
        .contains("GPUs of 1 configuration unknown: 1 assumed");
  }

  @Test
  void an_empty_folder_has_no_picture() {
    assertThat(pareto().err()).contains("no results below");
    assertThat(plot().code()).isEqualTo(1);
  }

  private long files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.count();
    }
  }

  private Said plot(String... options) {
    return call("plot", options);
  }

  private Said pareto(String... options) {
    return call("plot_pareto", options);
  }

  private Said call(String name, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of(folder.toString()));
    words.addAll(Arrays.asList(options));
    int code =
        SweepPlots.command(
                name,
                new SweepPlots.Surroundings(
                    new PrintWriter(out, true), new PrintWriter(err, true), SweepPlotsTest::study))
            .execute(SweepPlots.dashed(words).toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private static List<Row> study(Path folder) {
    return StudyMaker.server(1, false);
  }
}
