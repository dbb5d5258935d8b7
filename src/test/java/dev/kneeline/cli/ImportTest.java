package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.dialect.results.ResultMaker;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results of other tools, from their folder to every verb that answers.
class ImportTest {

  @TempDir Path folder;

  private Path results;
  private Path study;

  @BeforeEach
  void aSweepOfVllms() {
    results = folder.resolve("results");
    study = folder.resolve("study");
    ResultMaker.sweep(results);
  }

  @Test
  void a_sweep_becomes_a_study_whose_repetitions_are_its_runs() {
    Cli.Result done = into(study, results);

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("imported 18 runs of 6 configurations");
    assertThat(done.err())
        .contains("6 files such as", "sums up")
        .contains("rtfx (18)")
        .contains("server.tensor-parallel-size (2)");
    List<Trial> trials = StudyFolders.study(study).trials();
    assertThat(trials)
        .hasSize(6)
        .allSatisfy(trial ->
            assertThat(trial.state().committed())
                .extracting(run -> run.repetition())
                .containsExactly(1, 2, 3));
    assertThat(trials.getFirst().point().label()).contains("tensor-parallel-size=2");
  }

  @Test
  void importing_again_brings_only_what_is_new() {
    into(study, results);
    ResultMaker.write(
        results.resolve("SERVE--tensor_parallel_size=2-BENCH--max_concurrency=1/run=3.json"),
        ResultMaker.vllm(1, 207, "\"run_number\": 3, \"tensor_parallel_size\": 2,"));

    Cli.Result again = into(study, results);

    assertThat(again.out()).contains("imported 1 run of 1 configuration ");
    assertThat(again.err()).contains("18 runs already there");
    assertThat(
            StudyFolders.study(study).trials().stream()
                .mapToInt(trial -> trial.state().committed().size())
                .sum())
        .isEqualTo(19);
  }

  @Test
  void every_verb_that_answers_works_on_it_and_says_where_its_figures_are_from() throws Exception {
    into(study, results);

    String shown = ask("show", "--objective", "max output_throughput", "--effects").out();
    assertThat(shown).contains("tensor-parallel-size");
    Cli.Result table = ask("show", "--columns", "tensor-parallel-size,output_throughput");
    assertThat(table.out() + table.err()).contains("imported: the figures of all");
    assertThat(ask("plot", "--y", "p99_ttft_ms").code()).isZero();
    assertThat(Files.readString(study.resolve("plot.svg"))).contains("Imported; 6 configurations");
    assertThat(ask("pareto").code()).isZero();
    assertThat(ask("report").code()).isZero();
    assertThat(ask("compare", study.toString()).out()).contains("all configurations");
    Cli.Result recomputed = ask("recompute");
    assertThat(recomputed.code()).isZero();
    assertThat(recomputed.out()).contains("18 without samples");
  }

  @Test
  void originals_are_kept_by_their_hash_and_a_changed_one_is_found_out() throws Exception {
    into(study, results);
    try (StudyFolder read = StudyFolder.open(study, OpenMode.READ)) {
      assertThat(read.verify().damages()).isEmpty();
      Path original =
          read.root()
              .resolve(read.records().runs().getFirst().run().folder())
              .resolve(read.records().runs().getFirst().raw().orElseThrow().name())
              .normalize();
      assertThat(original).startsWith(read.root().resolve("imports"));
      Files.writeString(original, "{}");
      assertThat(read.verify().damages()).hasSize(1);
    }
  }

  @Test
  void originals_may_stay_where_they_lie() {
    Cli.Result done =
        Cli.call("import", results.toString(), "--into", study.toString(), "--reference");

    assertThat(done.code()).isZero();
    assertThat(study.resolve("imports")).doesNotExist();
    try (StudyFolder read = StudyFolder.open(study, OpenMode.READ)) {
      assertThat(read.verify().damages()).isEmpty();
    }
  }

  @Test
  void a_broken_file_is_named_the_rest_is_there_and_the_exit_code_tells() {
    ResultMaker.write(results.resolve("broken.json"), "{\"completed\": ");

    Cli.Result done = into(study, results);

    assertThat(done.code()).isEqualTo(ExitCode.FAILED);
    assertThat(done.err()).contains("cannot read").contains("broken.json");
    assertThat(done.out()).contains("imported 18 runs");
  }

  @Test
  void a_run_in_which_nothing_completed_is_kept_and_enters_no_mean() {
    Path failed = folder.resolve("failed.json");
    ResultMaker.write(
        failed, ResultMaker.vllm(1, 0, "").replace("\"completed\": 400", "\"completed\": 0"));

    into(study, failed);

    assertThat(StudyFolders.study(study).trials().getFirst().state().committed())
        .singleElement()
        .satisfies(run -> assertThat(run.counts()).isFalse());
  }

  @Test
  void a_study_of_ours_is_imported_with_its_verdicts() throws Exception {
    Path own = Files.createDirectory(folder.resolve("box"));
    Sandbox box = new Sandbox(own).with("sweep: {load.max-concurrency: [1, 2]}\n");
    assertThat(box.run().code()).isZero();

    Cli.Result done = into(study, box.study());

    assertThat(done.out()).contains("imported 2 runs of 2 configurations");
    assertThat(StudyFolders.study(study).trials())
        .allSatisfy(trial ->
            assertThat(trial.state().committed())
                .allSatisfy(run -> {
                  assertThat(run.simulated()).isTrue();
                  assertThat(run.imported()).isTrue();
                  assertThat(run.verdict().status()).isNotEmpty();
                }));
    assertThat(into(box.study(), results).code()).isZero();
  }

  @Test
  void what_is_wrong_with_the_command_is_said_before_anything_is_written() {
    assertThat(into(study, folder.resolve("nowhere")).err()).contains("no such file or folder");
    assertThat(study).doesNotExist();
    assertThat(Cli.call("import", results.toString(), "--format", "vlm").err())
        .contains("unknown format 'vlm'")
        .contains("genai-bench");
  }

  private static Cli.Result into(Path study, Path source) {
    return Cli.call("import", source.toString(), "--into", study.toString());
  }

  private Cli.Result ask(String verb, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of(verb, study.toString()));
    words.addAll(List.of(more));
    return Cli.call(words.toArray(String[]::new));
  }
}
