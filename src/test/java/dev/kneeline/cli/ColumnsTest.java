package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Columns that are no parameters: constants of the question, what servers say of themselves,
/// money.
class ColumnsTest {

  @TempDir Path folder;

  @Test
  void constants_and_effective_values_can_be_shown_and_filtered_by() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2]}\n");
    assertThat(box.run().code()).isZero();
    for (Path server : servers(box.study())) {
      Files.writeString(
          server.resolve("effective.json"),
          """
          {"version": "1", "replies": {"/get_server_info": {"max_concurrency": 99,
            "kv_cache": {"page_size": 16}, "chat_template": "%s"}}}
          """
              .formatted("x".repeat(500)));
    }

    Cli.Result all = box.ask("show", "--columns", "all", "--format", "csv");
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out().lines().findFirst().orElseThrow())
        .contains("load.num-prompts", "effective.kv-cache.page-size", "effective.max-concurrency")
        .doesNotContain("chat-template");
    assertThat(box.ask("show", "--columns", "page_size,num-prompts", "--format", "csv").out())
        .contains("16,4");
    assertThat(kept(box, "effective.kv_cache.page_size == 16")).isEqualTo(2);
    assertThat(kept(box, "page_size > 16")).isZero();
    assertThat(kept(box, "num_prompts == 4")).isEqualTo(2);
    // The swept parameter goes before the server's word of the same name.
    assertThat(kept(box, "max_concurrency == 2")).isEqualTo(1);
    assertThat(kept(box, "effective.max_concurrency == 99")).isEqualTo(2);
  }

  @Test
  void the_price_of_a_gpu_hour_comes_from_the_file_and_the_option_beats_it() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with("sweep: {load.max-concurrency: [2], load.gpus: [2]}\ngpu-hour-price: 3.6\n");
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();

    double perGpu = number(box, "output_tokens_per_gpu");
    double cost = number(box, "cost_per_million_output_tokens");
    assertThat(cost * perGpu).isCloseTo(1000.0, Percentage.withPercentage(1));
    double dearer = number(box, "cost_per_million_output_tokens", "--gpu-hour-price", "36");
    assertThat(dearer / cost).isCloseTo(10.0, Percentage.withPercentage(1));
    assertThat(box.ask("show", "--gpu-hour-price", "-1").code()).isEqualTo(ExitCode.WRONG);
  }

  private static double number(Sandbox box, String key, String... more) {
    List<String> words = new ArrayList<>(List.of("--columns", key, "--format", "csv"));
    words.addAll(List.of(more));
    String[] lines = box.ask("show", words.toArray(String[]::new)).out().split("\r\n");
    List<String> names = List.of(lines[0].split(","));
    return Double.parseDouble(lines[1].split(",")[names.indexOf(key)]);
  }

  private static long kept(Sandbox box, String expression) {
    Cli.Result result = box.ask("show", "--where", expression, "--format", "csv");
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().lines().count() - 1;
  }

  private static List<Path> servers(Path study) throws Exception {
    try (Stream<Path> files = Files.walk(study.resolve("servers"), 2)) {
      return files.filter(file -> file.getFileName().toString().startsWith("attempt-")).toList();
    }
  }
}
