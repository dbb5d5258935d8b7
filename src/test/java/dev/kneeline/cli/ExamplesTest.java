package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.sim.SimServer;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import dev.kneeline.sweep.SlaFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every numbered lesson is short, planned and run, and shows what its comment says.
class ExamplesTest {

  private static final int MOST_LINES = 40;

  @TempDir Path folder;

  @Test
  void lessons_are_short_numbered_and_have_a_plan() throws IOException {
    List<Path> lessons = lessons();
    assertThat(lessons).hasSizeGreaterThanOrEqualTo(8);
    for (int i = 0; i < lessons.size(); i++) {
      Path lesson = lessons.get(i);
      assertThat(lesson.getFileName().toString()).startsWith("%02d-".formatted(i + 1));
      assertThat(Files.readAllLines(lesson))
          .as(lesson.toString())
          .hasSizeLessThanOrEqualTo(MOST_LINES);
      Cli.Result plan =
          Cli.call("plan", lesson.toString(), "-o", folder.resolve("none").toString());
      assertThat(plan.code()).as("%s: %s", lesson, plan.err()).isZero();
      assertThat(plan.err()).as(lesson.toString()).isEmpty();
    }
  }

  @Test
  void the_product_starts_four_servers_and_says_that_they_are_simulated() throws Exception {
    Cli.Result run = run("02-product");
    assertThat(run.err()).contains("12 runs to measure, 4 server starts");
    assertThat(run.out()).contains("simulated");
    assertThat(states("02-product")).hasSize(12).allMatch(TrialState.Completed.class::isInstance);
    assertThat(runs("02-product")).hasSize(12).allMatch(Run::simulated);
    try (Stream<Path> files = Files.walk(folder.resolve("02-product"))) {
      List<Path> logs = files.filter(file -> file.endsWith("load.log")).toList();
      assertThat(logs).hasSize(12);
      assertThat(logs.getFirst()).content().contains("48 completed, 0 failed, verdict ");
    }
  }

  @Test
  void zip_and_points_measure_rows_and_the_included_point_only() throws Exception {
    run("03-zip-and-points");
    assertThat(study("03-zip-and-points").trials())
        .extracting(trial ->
            "%s/%s"
                .formatted(
                    trial.point().value("server.tensor-parallel-size").spelling(),
                    trial.point().value("server.max-num-seqs").spelling()))
        .containsExactlyInAnyOrder("4/32", "4/32", "8/64", "8/64", "8/128");
  }

  @Test
  void rules_and_conditions_leave_out_what_they_say() throws Exception {
    run("04-rules-and-conditions");
    Study study = study("04-rules-and-conditions");
    assertThat(study.trials()).hasSize(10);
    assertThat(study.trials())
        .allSatisfy(trial -> assertThat(trial.state()).isInstanceOf(TrialState.Completed.class));
    assertThat(study.trials())
        .filteredOn(trial -> trial.point().values().containsKey("server.cache-type-v"))
        .hasSize(6);
  }

  @Test
  void scopes_decide_what_restarts() throws Exception {
    Cli.Result run = run("05-scopes");
    assertThat(run.err()).contains("24 runs to measure, 4 server starts");
    try (Stream<Path> servers = Files.list(folder.resolve("05-scopes/servers"))) {
      assertThat(servers).hasSize(4);
    }
    assertThat(runs("05-scopes")).hasSize(24).noneMatch(Run::simulated);
  }

  @Test
  void repetitions_carry_intervals_and_raising_repeat_measures_only_what_is_missing()
      throws Exception {
    Cli.Result first = run("06-repetitions");
    assertThat(first.out()).contains("±");
    assertThat(runs("06-repetitions")).hasSize(12);
    Cli.Result more = run("06-repetitions", "--set", "repeat=4");
    assertThat(more.err()).contains("4 runs to measure").contains("12 measured already");
    assertThat(runs("06-repetitions")).hasSize(16);
  }

  @Test
  void a_command_of_the_users_own_measures() throws Exception {
    run("07-benchmark-command");
    List<Run> runs = runs("07-benchmark-command");
    assertThat(runs).hasSize(2);
    assertThat(runs)
        .allSatisfy(
            run -> assertThat(run.figures().value("output_throughput").getAsDouble()).isPositive());
  }

  @Test
  void a_running_server_is_measured_and_left_running() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,1")) {
      String url = server.url();
      run("08-running-server", "--set", "server.url=" + url);
      assertThat(runs("08-running-server")).hasSize(3);
      run("08-running-server", "--set", "server.url=" + url);
    }
  }

  @Test
  void the_largest_load_of_two_servers_is_found_and_drawn() throws Exception {
    Cli.Result run =
        run(
            "13-sla-search",
            "--set",
            "search.tolerance=60 %",
            "--set",
            "search.probes=5",
            "--set",
            "repeat=1",
            "--set",
            "search.probe={duration: 300ms, requests: 60}");
    List<SlaAnswer> answers = SlaFile.read(folder.resolve("13-sla-search"));
    assertThat(answers)
        .extracting(SlaAnswer::configuration)
        .containsExactly("max-num-seqs=4", "max-num-seqs=64");
    // On a busy machine a client doubts itself, and then nothing is found.
    assertThat(answers).extracting(SlaAnswer::status).isSubsetOf("FOUND", "INCONCLUSIVE");
    if (answers.stream().allMatch(answer -> answer.status().equals("FOUND"))) {
      assertThat(answers.getLast().value().orElseThrow())
          .isGreaterThan(1.5 * answers.getFirst().value().orElseThrow());
      assertThat(run.out()).contains("FOUND");
    }
    assertThat(folder.resolve("13-sla-search/sla.json")).content().contains("p95_ttft_ms <= 100");
    assertThat(folder.resolve("13-sla-search/sla-1.png")).isNotEmptyFile();
    assertThat(folder.resolve("13-sla-search/sla-2.png")).isNotEmptyFile();
  }

  private Cli.Result run(String lesson, String... more) throws Exception {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "run", "examples/" + lesson + ".yaml", "-o", folder.resolve(lesson).toString()));
    arguments.addAll(List.of(more));
    Cli.Result result = Cli.call(arguments.toArray(String[]::new));
    assertThat(result.code()).as("%s%n%s", result.err(), result.out()).isZero();
    assertThat(folder.resolve(lesson).resolve("pareto.png")).isNotEmptyFile();
    return result;
  }

  private Study study(String lesson) {
    return StudyFolders.study(folder.resolve(lesson));
  }

  private List<TrialState> states(String lesson) {
    return study(lesson).trials().stream().map(Trial::state).toList();
  }

  private List<Run> runs(String lesson) {
    return states(lesson).stream().flatMap(state -> state.committed().stream()).toList();
  }

  private static List<Path> lessons() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
