package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that answer, on a study of the simulator.
class AnswersTest {

  @TempDir Path folder;

  @Test
  void a_study_is_shown_drawn_reported_and_compared() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2, 4]}\nrepeat: 2\n");
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("report.html");

    Path page = box.study().resolve("report.html");
    assertThat(Files.readString(page))
        .contains("A simulated server answered")
        .contains("objective: max output_throughput")
        .contains("How to run it")
        .contains("kneeline bench serve --port ");
    Files.delete(page);
    assertThat(box.ask("report").out()).contains("report.html");
    assertThat(page).isNotEmptyFile();

    assertThat(box.ask("plot", "--y", "p99_ttft_ms").code()).isZero();
    assertThat(box.study().resolve("plot.png")).isNotEmptyFile();
    assertThat(box.ask("plot", "--y", "p99_tfft_ms").err()).contains("did you mean 'p99_ttft_ms'");

    assertThat(box.ask("show", "--effects").out()).contains("max-concurrency").contains("pairs");
    assertThat(box.ask("show", "--group-by", "max-concurrency", "--plot").out())
        .contains("│")
        .contains("interactivity");

    Cli.Result same =
        box.ask("compare", box.study().toString(), "--fail-if", "output_throughput < -5%");
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.out()).contains("all configurations");
    Cli.Result gate =
        box.ask("compare", box.study().toString(), "--fail-if", "output_throughput > -5%");
    assertThat(gate.code()).isEqualTo(ExitCode.FAILED);
    assertThat(gate.err()).contains("gate failed: output_throughput at ");
  }
}
