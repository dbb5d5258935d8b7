package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A list of combinations stands where a sweep file may stand.
class CombinationRunTest {

  private static final String ROWS =
      """
      [
        {"chunked_prefill_size": null, "enable_mixed_chunk": false, "page_size": 16},
        {"chunked_prefill_size": 2048, "enable_mixed_chunk": true, "page_size": 16}
      ]
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(configs(), ROWS);
  }

  @Test
  void each_combination_is_a_server_with_its_flags() {
    Cli.Result plan = Cli.call("plan", configs().toString(), "--engine", "sglang", "--model", "m");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("2 points, 2 runs to measure, 2 server starts")
        .contains("sglang.launch_server --model-path m --page-size 16 --host")
        .contains("--page-size 16 --enable-mixed-chunk --chunked-prefill-size 2048 --host");
  }

  @Test
  void options_of_a_sweep_file_apply_to_a_list_as_well() {
    Cli.Result plan =
        Cli.call(
            "plan",
            configs().toString(),
            "--engine",
            "sglang",
            "--model",
            "m",
            "--sweep",
            "load.max-concurrency=8,16",
            "--set",
            "server.page-size=32");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("4 points").contains("--page-size 32");
  }

  @Test
  void a_list_without_engine_or_model_is_refused_with_the_way_out() {
    Cli.Result plan = Cli.call("run", configs().toString(), "--model", "m");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.err())
        .contains("says neither engine nor model")
        .contains("hint: add --engine E --model M");
  }

  @Test
  void an_unknown_engine_is_told_with_the_nearest_one() {
    Cli.Result plan = Cli.call("plan", configs().toString(), "--engine", "sglng", "--model", "m");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.err()).contains("unknown engine 'sglng'").contains("did you mean 'sglang'?");
  }

  @Test
  void a_broken_list_is_told_with_its_place() throws Exception {
    Files.writeString(configs(), "[\n  {\"page_size\": 16},\n  oops]");
    Cli.Result plan = Cli.call("plan", configs().toString(), "--engine", "sglang", "--model", "m");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.err()).contains("is no JSON").contains("configs.json:3:");
  }

  @Test
  void a_sweep_file_takes_no_engine_from_the_option() {
    Cli.Result plan = Cli.call("plan", "examples/02-product.yaml", "--engine", "vllm");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.err()).contains("are for a list of combinations").contains("--set engine=");
  }

  @Test
  void init_writes_the_sweep_file_that_run_would_make() {
    Path sweep = folder.resolve("mine.yaml");
    Cli.Result init =
        Cli.call("init", "--from", configs().toString(), "--model", "m", "-o", sweep.toString());
    assertThat(init.code()).as(init.err()).isZero();
    Cli.Result plan = Cli.call("plan", sweep.toString());
    assertThat(plan.out())
        .isEqualTo(
            Cli.call("plan", configs().toString(), "--engine", "sglang", "--model", "m").out());
  }

  @Test
  void the_example_generates_measures_and_finds_the_best() throws Exception {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder("examples/params-benchmark.sh", "--set", "load.num-prompts=8")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("KNEELINE", launcher().toString());
    builder.environment().put("COMBINATIONS", "3");
    builder.environment().put("FOLDER", folder.toString());
    Process example = builder.start();
    if (!example.waitFor(2, TimeUnit.MINUTES)) {
      example.destroyForcibly();
    }
    assertThat(example.exitValue()).as(Files.readString(said)).isZero();
    assertThat(said).content().contains("3 runs to measure, 3 server starts").contains("Best: ");
    List<Trial> trials = StudyFolders.study(folder.resolve("study")).trials();
    assertThat(trials).hasSize(3);
    assertThat(trials)
        .allSatisfy(trial -> assertThat(trial.state()).isInstanceOf(TrialState.Completed.class));
    assertThat(Files.readAllLines(folder.resolve("results.csv"))).hasSize(4);
  }

  /// In place of the launcher, which would build the product first.
  private Path launcher() throws IOException {
    Path launcher = folder.resolve("kneeline");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec "%s/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
          -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' dev.kneeline.cli.Main "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher;
  }

  private Path configs() {
    return folder.resolve("configs.json");
  }
}
