package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Filters of the verbs that answer, and what the page says was left out.
class WhereTest {

  @TempDir Path folder;

  @Test
  void rows_are_chosen_by_parameters_and_metrics_and_the_others_counted() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2, 4]}\n");
    assertThat(box.run().code()).isZero();

    Cli.Result brief = box.ask("show", "--where", "max_concurrency >= 2", "--format", "csv");
    assertThat(brief.code()).as(brief.err()).isZero();
    assertThat(brief.out().lines()).hasSize(3);
    assertThat(brief.err())
        .contains("--where left out 1 of 3 configurations: for 1 it is false")
        .doesNotContain("not known");

    Cli.Result both =
        box.ask(
            "show",
            "--where",
            "load.max_concurrency < 4 && output_throughput > 0",
            "--where",
            "completed == 4",
            "--format",
            "csv");
    assertThat(both.out().lines()).as(both.err()).hasSize(3);

    Cli.Result lacking = box.ask("show", "--where", "request_goodput > 0", "--format", "csv");
    assertThat(lacking.out().lines()).hasSize(1);
    assertThat(lacking.err()).contains("for 0 it is false, of 3 it is not known");
    Cli.Result asked = box.ask("show", "--where", "!has(request_goodput)", "--format", "csv");
    assertThat(asked.out().lines()).as(asked.err()).hasSize(4);

    assertThat(box.ask("pareto", "--where", "max_concurrency <= 2").code()).isZero();
    assertThat(box.ask("plot", "--where", "max_concurrency <= 2").err()).contains("left out 1");
  }

  @Test
  void what_is_no_expression_is_told_with_its_place_and_the_way_out() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2]}\n");
    assertThat(box.run().code()).isZero();

    Cli.Result misspelled = box.ask("show", "--where", "completed > 1 && p99_tfft_ms < 200");
    assertThat(misspelled.code()).isEqualTo(ExitCode.WRONG);
    assertThat(misspelled.out()).isEmpty();
    assertThat(misspelled.err())
        .contains("unknown name 'p99_tfft_ms' (--where:1:18)")
        .contains("|                  ^^^^^^^^^^^")
        .contains("did you mean 'p99_ttft_ms'?");
    assertThat(box.ask("show", "--where", "max-concurrency > 1").err())
        .contains("write max_concurrency");
    assertThat(box.ask("show", "--where", "1 / (max_concurrency - 1) > 2").err())
        .contains("cannot be evaluated for max_concurrency = 1");
  }

  @Test
  void the_page_says_which_points_rules_and_servers_left_out() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                sweep:
                  load.max-concurrency: [1, 2, 4, 8]
                  load.num-prompts: [4, 5]
                require: ["load.max_concurrency <= 2"]
                exclude: ["load.max_concurrency == 2 && load.num_prompts == 5"]
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    Path page = box.study().resolve("report.html");
    assertThat(page)
        .content()
        .contains("<b>4</b> by the rule: load.max_concurrency &lt;= 2")
        .contains("<b>1</b> by the rule: load.max_concurrency == 2");
    String written = Files.readString(page);
    assertThat(box.ask("report").code()).isZero();
    assertThat(Files.readString(page)).isEqualTo(written);
  }
}
