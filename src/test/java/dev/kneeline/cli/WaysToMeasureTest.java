package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands without a server, lanes, budgets and orders: all through the one loop.
class WaysToMeasureTest {

  private static final Pattern PORT = Pattern.compile("--port (\\d+)");

  @TempDir Path folder;

  @Test
  void a_command_without_a_server_is_run_for_each_point_and_its_json_read_by_paths()
      throws Exception {
    Sandbox box = new Sandbox(folder).withFile(offline(":"));
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("2 runs to measure, 0 server starts");
    assertThat(box.runs())
        .extracting(each -> each.figures().value("output_throughput").orElseThrow())
        .containsExactlyInAnyOrder(80.0, 160.0);
    assertThat(run.out()).as("the best first").containsSubsequence("160", "80");
    assertThat(box.serverStarts()).isZero();
    assertThat(box.runs()).noneMatch(Run::simulated);
  }

  @Test
  void a_benchmark_that_fails_is_a_failed_run_with_the_end_of_its_log() throws Exception {
    Sandbox box =
        new Sandbox(folder).withFile(offline("[ $2 = 8 ] || { echo out of luck >&2; exit 7; }"));
    Cli.Result run = box.run();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(box.state("load.batch", "8")).isInstanceOf(TrialState.Completed.class);
    assertThat(box.state("load.batch", "16")).isInstanceOf(TrialState.Failed.class);
    Failure failure = ((TrialState.Failed) box.state("load.batch", "16")).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.BENCHMARK_FAILED);
    assertThat(failure.message()).contains("code 7").contains("out of luck");
    assertThat(Files.readString(box.study().resolve(failure.log()))).contains("out of luck");
    assertThat(box.ask("logs", "--failed").out()).contains("  | out of luck");
  }

  @Test
  void a_budget_of_trials_ends_the_sweep_early_and_the_next_call_spends_it_anew() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .withFile(offline(":").replace("[8, 16]", "[8, 16, 32]") + "budget: {trials: 2}\n");
    Cli.Result first = box.run();
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("the budget is spent; run again to continue with as much again");
    assertThat(box.runs()).extracting(Run::repetition).hasSize(2);

    Cli.Result second = box.run();
    assertThat(second.code()).isZero();
    assertThat(second.err()).contains("1 run to measure").doesNotContain("the budget is spent");
    assertThat(box.runs()).extracting(Run::repetition).hasSize(3);
  }

  @Test
  void a_budget_of_time_lets_the_run_in_flight_end_and_begins_no_other() throws Exception {
    Sandbox box = new Sandbox(folder).withFile(offline("sleep 1") + "budget: {time: 500ms}\n");
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("the budget is spent");
    assertThat(box.runs()).extracting(Run::repetition).hasSize(1);
  }

  @Test
  void servers_restart_between_repetitions_where_the_order_says_so() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                sweep: {server.seed: [1, 2]}
                repeat: 2
                order: interleave-servers
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("4 runs to measure, 4 server starts");
    assertThat(box.serverStarts()).isEqualTo(4);
    assertThat(run.err())
        .containsSubsequence("server seed=1", "server seed=2", "server seed=1", "server seed=2");
    assertThat(box.trials()).allSatisfy(trial -> assertThat(trial.state().committed()).hasSize(2));
  }

  @Test
  void a_point_that_failed_in_one_round_is_not_started_in_the_next() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                sweep: {server.oom-at-load: [true]}
                repeat: 3
                order: interleave-servers
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(box.serverStarts()).isEqualTo(1);
  }

  @Test
  void two_lanes_run_two_servers_side_by_side_on_ports_of_their_own() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                sweep: {server.seed: [1, 2]}
                lanes: [[0], [1]]
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(box.runs()).extracting(Run::repetition).hasSize(2);
    assertThat(ports(box)).hasSize(2);
    String journal = Files.readString(box.study().resolve("journal.jsonl"));
    assertThat(journal.lines().map(line -> line.replaceAll(".*\"event\":\"(\\w+)\".*", "$1")))
        .as("both servers begin before a run ends")
        .containsSubsequence("server_begun", "server_begun", "committed", "committed");
  }

  /// A command that writes ten times its `--batch` as tokens a second: 80 for 8.
  private String offline(String check) throws Exception {
    Path script = folder.resolve("measure.sh");
    Files.writeString(
        script,
        """
        out=$1; shift
        %s
        echo "{\\"summary\\": {\\"tok_s\\": $(($2 * 10))}}" > "$out"
        """
            .formatted(check));
    return """
    name: offline
    benchmark:
      command: [sh, %s, "{result_file}"]
      result: {format: paths, paths: {output_throughput: summary.tok_s}}
    sweep: {load.batch: [8, 16]}
    objective: max output_throughput
    """
        .formatted(script);
  }

  private static Set<String> ports(Sandbox box) throws Exception {
    Set<String> ports = new TreeSet<>();
    List<Path> commands;
    try (Stream<Path> files = Files.walk(box.study().resolve("servers"))) {
      commands = files.filter(file -> file.endsWith("command.txt")).toList();
    }
    for (Path command : commands) {
      Matcher matcher = PORT.matcher(Files.readString(command));
      assertThat(matcher.find()).isTrue();
      ports.add(matcher.group(1));
    }
    return ports;
  }
}
