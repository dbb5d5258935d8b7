package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.house.Need;
import dev.kneeline.llama.ModelGenerator;
import dev.kneeline.llama.ModelRecipe;
import dev.kneeline.llama.ModelSize;
import dev.kneeline.llama.WeightType;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sweeps of the real `llama-server`, whose HTTP is not ours: it closes connections after each
/// stream, answers 503 while it loads, and answers 200 with fewer tokens where the context ends.
/// Its path is given by `KNEELINE_LLAMA_SERVER`.
class LlamaServerTest {

  @TempDir Path folder;

  private String server = "";
  private Path model = Path.of("");

  @BeforeEach
  void needs_the_real_server_and_a_model() throws Exception {
    server = System.getenv().getOrDefault("KNEELINE_LLAMA_SERVER", "");
    Need.orSkip(
        Files.isExecutable(Path.of(server)) && !Files.isDirectory(Path.of(server)),
        "KNEELINE_LLAMA_SERVER names no llama-server");
    model =
        ModelGenerator.generate(
            new ModelRecipe(ModelSize.TINY, WeightType.F16, ModelRecipe.DEFAULT_SEED), folder);
  }

  @Test
  void slots_and_concurrency_are_swept_on_a_server_that_closes_every_connection() throws Exception {
    Cli.Result result =
        run(
            """
            name: slots
            engine: llamacpp
            server:
              command: [%s]
              params: {model: %s, threads: 1, ctx-size: 2048}
            sweep:
              server.parallel: [1, 2]
              load.max-concurrency: [1, 4]
            load: {random-input-len: 16, random-output-len: 16, num-prompts: 24, ignore-eos: true}
            objective: max output_throughput
            """);
    assertThat(result.code()).as("%s%n%s", result.err(), result.out()).isZero();
    List<Run> runs =
        study().trials().stream().flatMap(trial -> trial.state().committed().stream()).toList();
    assertThat(runs).hasSize(4).noneMatch(Run::simulated);
    assertThat(runs)
        .allSatisfy(run -> {
          assertThat(run.figures().value("completed").getAsDouble()).isEqualTo(24);
          assertThat(run.figures().value("failed").getAsDouble()).isZero();
          assertThat(run.figures().value("total_output_tokens").getAsDouble()).isEqualTo(24 * 16);
        });
  }

  @Test
  void an_answer_cut_at_the_context_is_a_failed_run_and_not_a_fast_one() throws Exception {
    run(
        """
        name: short
        engine: llamacpp
        server:
          command: [%s]
          params: {model: %s, threads: 1, parallel: 1, ctx-size: 256}
        sweep:
          load.random-output-len: [16, 400]
        load: {random-input-len: 16, num-prompts: 4, max-concurrency: 1, ignore-eos: true}
        objective: max output_throughput
        """);
    Study study = study();
    assertThat(state(study, 16)).isInstanceOf(TrialState.Completed.class);
    assertThat(failure(state(study, 400)).kind()).isEqualTo(FailureKind.SHORT_OUTPUT);
  }

  @Test
  void a_flag_that_it_does_not_know_is_told_in_its_own_words() throws Exception {
    Cli.Result result =
        run(
            """
            name: flag
            engine: llamacpp
            server:
              command: [%s]
              params: {model: %s, no-such-flag: 1}
            load: {num-prompts: 4}
            objective: max output_throughput
            """);
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    Failure failure = failure(study().trials().getFirst().state());
    assertThat(failure.kind()).isEqualTo(FailureKind.BAD_FLAG);
    assertThat(failure.message()).contains("--no-such-flag");
  }

  private Cli.Result run(String sweep) throws Exception {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(file, sweep.formatted(server, model));
    return Cli.call("run", file.toString(), "-o", folder.resolve("study").toString());
  }

  private Study study() {
    return StudyFolders.study(folder.resolve("study"));
  }

  private static TrialState state(Study study, long outputLength) {
    return study.trials().stream()
        .filter(trial ->
            trial.point().value("load.random-output-len").spelling().equals("" + outputLength))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static Failure failure(TrialState state) {
    return switch (state) {
      case TrialState.Failed(Failure failure, List<Run> runs) -> failure;
      case TrialState.Unviable(Failure failure) -> failure;
      case TrialState.Waiting other -> throw new AssertionError(other.line());
      case TrialState.Running other -> throw new AssertionError(other.line());
      case TrialState.Completed other -> throw new AssertionError(other.line());
      case TrialState.Pruned other -> throw new AssertionError(other.line());
    };
  }
}
