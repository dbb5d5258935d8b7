package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.CommandWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `bench sweep serve` from the command line to vLLM's files, on the simulator under vLLM's name.
/// After every test the port is free and none of its processes lives.
class VllmSweepTest {

  @TempDir Path folder;

  private int port;
  private Path experiment = Path.of("");

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    experiment = folder.resolve("results").resolve("one");
  }

  @AfterEach
  void nothing_is_left() {
    assertThat(isFree()).as("port %d is free", port).isTrue();
    long alive =
        ProcessHandle.current()
            .descendants()
            .filter(child -> child.info().commandLine().orElse("").contains("--port " + port))
            .count();
    assertThat(alive).as("processes of the test's servers").isZero();
  }

  private boolean isFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private Cli.Result sweep(String faults, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench",
                "sweep",
                "serve",
                "--serve-cmd",
                "vllm serve tiny --port %d --fixed 3,1 %s".formatted(port, faults),
                "--bench-cmd",
                "vllm bench serve --model tiny --port %d --random-input-len 8 --random-output-len 4"
                        .formatted(port)
                    + " --num-prompts 4",
                "-o",
                folder.resolve("results").toString(),
                "-e",
                "one",
                "--simulate"));
    words.addAll(List.of(more));
    return Cli.call(words.toArray(String[]::new));
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static JsonNode json(Path file) {
    return JsonMapper.shared().readTree(file.toFile());
  }

  private int serverStarts() {
    try (Stream<Path> all = Files.walk(experiment.resolve(".kneeline/servers"), 2)) {
      return (int) all.filter(each -> each.getFileName().toString().startsWith("attempt-")).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private int measurements() {
    try (StudyFolder study = StudyFolder.open(experiment.resolve(".kneeline"), OpenMode.READ)) {
      return study.records().runs().size();
    }
  }

  @Test
  void rows_become_vllms_folders_and_one_server_start_each_and_resume_adds_what_is_missing()
      throws IOException {
    String serve = file("serve.json", "[{\"max_num_seqs\": 8}, {\"max_num_seqs\": 16}]");
    String bench =
        file(
            "bench.json",
            "[{\"max_concurrency\": 1}, {\"max_concurrency\": 2, \"num_prompts\": 5}]");
    String[] rows = {"--serve-params", serve, "--bench-params", bench, "--num-runs", "1"};
    Cli.Result first = sweep("", rows);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("[BEGIN SERVER]", "[END SERVER]", "[BEGIN BENCHMARK]", "[END BENCHMARK]");
    assertThat(serverStarts()).isEqualTo(2);

    Path pair = experiment.resolve("SERVE--max_num_seqs=16-BENCH--max_concurrency=2-num_prompts=5");
    JsonNode run = json(pair.resolve("run=0.json"));
    assertThat(run.get("completed").asInt()).isEqualTo(5);
    assertThat(run.get("run_number").asInt()).isZero();
    assertThat(run.get("max_num_seqs").asInt()).isEqualTo(16);
    assertThat(run.get("num_prompts").asInt()).isEqualTo(5);
    assertThat(run.get("kneeline.simulated").asBoolean()).isTrue();
    assertThat(run.get("p99_e2el_ms").asDouble()).isPositive();
    assertThat(json(pair.resolve("summary.json")).get(0)).isEqualTo(run);
    List<String> csv = Files.readAllLines(experiment.resolve("summary.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.getFirst()).startsWith(",date,").contains(",max_num_seqs,", "median_ttft_ms");
    assertThat(csv.getLast()).startsWith("3,");

    assertThat(sweep("", rows).code()).as("an experiment that is there").isEqualTo(2);

    rows[5] = "2";
    List<String> longer = new ArrayList<>(List.of(rows));
    longer.add("--resume");
    Files.writeString(pair.resolve("run=0.json"), "{\"completed\": 5, \"dur");
    Cli.Result second = sweep("", longer.toArray(String[]::new));
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.err()).contains("run=0.json is measured again: it is damaged");
    assertThat(serverStarts()).isEqualTo(4);
    assertThat(measurements()).as("4 + 4 of the second round").isEqualTo(8);
    assertThat(json(pair.resolve("run=0.json")).get("completed").asInt()).isEqualTo(5);
    assertThat(Files.readAllLines(experiment.resolve("summary.csv"))).hasSize(9);

    longer.add("--link-vars");
    longer.add("max_num_seqs=max_concurrency");
    assertThat(sweep("", longer.toArray(String[]::new)).err()).contains("leaves no pair");
    Cli.Result third = sweep("", longer.subList(0, 7).toArray(String[]::new));
    assertThat(third.code()).isZero();
    assertThat(third.out()).contains("[SKIPPED BENCHMARK]").doesNotContain("[BEGIN SERVER]");
    assertThat(serverStarts()).as("nothing is owed, so nothing starts").isEqualTo(4);
  }

  @Test
  void results_of_rows_that_were_taken_out_stay_and_are_told() {
    String bench = file("bench.json", "{\"one\": {\"max_concurrency\": 1}, \"two\": {}}");
    assertThat(sweep("", "--bench-params", bench, "--num-runs", "1").code()).isZero();
    file("bench.json", "{\"two\": {}}");
    Cli.Result less = sweep("", "--bench-params", bench, "--num-runs", "1", "--resume");
    assertThat(less.err()).contains("note: BENCH--one stays");
    assertThat(experiment.resolve("BENCH--one/run=0.json")).exists();
    assertThat(json(experiment.resolve("manifest.json")).has("BENCH--one")).isTrue();
    assertThat(experiment.resolve("summary.csv"))
        .content()
        .contains(",two,")
        .doesNotContain("one,");
  }

  @Test
  void a_dry_run_prints_and_writes_nothing() {
    Cli.Result result = sweep("", "--dry-run", "--num-runs", "2");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Server command: ", "Run Number: 1", "[END SERVER]")
        .contains("one/run=1.json");
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void warm_ups_of_the_bench_command_itself_give_way_to_the_sweeps() {
    String bench = "vllm bench serve --model tiny --num-warmups 7 --port %d".formatted(port);
    Cli.Result result =
        sweep(
            "",
            "--bench-cmd",
            bench,
            "--dry-run",
            "--client",
            "command",
            "--warmup-num-prompts",
            "3");
    assertThat(result.out()).contains("--num-warmups 3").doesNotContain("--num-warmups 7");
  }

  @Test
  void what_server_and_load_say_is_shown_where_it_is_wanted() {
    Cli.Result inProcess = sweep("", "--num-runs", "1", "--show-stdout");
    assertThat(inProcess.out())
        .contains("Application startup complete")
        .contains("Serving Benchmark Result", "Successful requests:                     4")
        .doesNotContain("Failed requests:                         4");
    Cli.Result command =
        sweep("", "--num-runs", "1", "--show-stdout", "--client", "command", "-e", "two");
    assertThat(command.out()).contains("Application startup complete", "Serving Benchmark Result");
    assertThat(sweep("", "--num-runs", "1", "-e", "three").out())
        .doesNotContain("Application startup complete", "Serving Benchmark Result");
  }

  @Test
  void a_program_that_is_missing_is_told_before_anything_is_written() {
    Cli.Result result = sweep("", "--bench-cmd", "no-such-client --port 1", "--num-runs", "1");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("program 'no-such-client' is not on PATH");
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void a_search_that_is_over_starts_nothing_when_it_is_resumed_and_names_its_runs()
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench",
                "sweep",
                "serve_sla",
                "--serve-cmd",
                "vllm serve tiny --port %d --fixed 3,1".formatted(port),
                "--bench-cmd",
                "kneeline bench serve --model tiny --random-input-len 8 --random-output-len 2"
                    + " --num-prompts 4",
                "--sla-params",
                file("sla.json", "[{\"mean_e2el_ms\": \"<=60000\"}]"),
                "--sla-variable",
                "max_concurrency",
                "--sla-probes",
                "2",
                "-o",
                folder.resolve("results").toString(),
                "-e",
                "one",
                "--simulate"));
    assertThat(Cli.call(words.toArray(String[]::new)).out()).contains("[BEGIN SERVER]");
    int measured = measurements();
    words.add("--resume");
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Cli.Result again = Cli.call(words.toArray(String[]::new));
      assertThat(again.out())
          .contains("[SKIPPED BENCHMARK]", "max_concurrency=128/run=0.json")
          .doesNotContain("[BEGIN SERVER]");
      assertThat(again.err()).doesNotContain("is taken");
      words.add("--dry-run");
      assertThat(Cli.call(words.toArray(String[]::new)).out())
          .contains("max_concurrency=128/run=0.json")
          .doesNotContain("[BEGIN SERVER]");
    }
    assertThat(measurements()).isEqualTo(measured);
  }

  @Test
  void a_stale_server_on_the_port_is_refused_before_anything_starts() throws IOException {
    try (ServerSocket stale = new ServerSocket()) {
      stale.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Cli.Result result = sweep("");
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.err()).contains("port %d is taken".formatted(port)).contains("--port");
    }
  }

  @Test
  void a_server_that_is_never_ready_is_a_failure_with_its_file_and_the_rest_goes_on()
      throws IOException {
    String serve = file("serve.json", "{\"bad\": {\"never_ready\": true}, \"good\": {}}");
    Cli.Result result =
        sweep("", "--serve-params", serve, "--num-runs", "1", "--server-ready-timeout", "3");
    assertThat(result.code()).isEqualTo(1);
    JsonNode failure = json(experiment.resolve("SERVE--bad-failure.json"));
    assertThat(failure.get("error_type").asString()).isEqualTo("start_timeout");
    assertThat(failure.get("serve_overrides").get("never_ready").asBoolean()).isTrue();
    assertThat(experiment.resolve("SERVE--good/run=0.json")).exists();
    assertThat(result.err()).contains("--resume");
  }

  @Test
  void fail_fast_ends_at_the_first_failure() {
    String serve = file("serve.json", "{\"bad\": {\"oom_at_load\": true}, \"good\": {}}");
    Cli.Result result = sweep("", "--serve-params", serve, "--num-runs", "1", "--fail-fast");
    assertThat(result.code()).isEqualTo(1);
    assertThat(experiment.resolve("SERVE--good/run=0.json")).doesNotExist();
  }

  @Test
  void a_server_that_dies_mid_run_fails_its_run_and_ignoring_term_does_not_save_it() {
    Cli.Result result = sweep("--die-after-requests 2 --ignore-term", "--num-runs", "1");
    assertThat(result.code()).isEqualTo(1);
    assertThat(experiment.resolve("run=0.json")).doesNotExist();
    assertThat(experiment.resolve("run=0.failure.json")).exists();
    assertThat(json(experiment.resolve("run=0.failure.json")).get("error").asString()).isNotBlank();
  }

  @Test
  void requests_that_are_all_refused_are_no_result() {
    Cli.Result result = sweep("--answer-503 1000", "--num-runs", "1");
    assertThat(result.code()).isEqualTo(1);
    assertThat(experiment.resolve("run=0.json")).doesNotExist();
    assertThat(json(experiment.resolve("run=0.failure.json")).get("error").asString())
        .contains("503");
  }

  @Test
  void a_launcher_that_leaves_its_workers_behind_is_ended_with_them() {
    Cli.Result result = sweep("--fork-and-leave", "--num-runs", "1", "--server-ready-timeout", "8");
    assertThat(result.code()).isEqualTo(1);
    assertThat(experiment.resolve("SERVE-failure.json")).exists();
  }

  @Test
  void the_cleaning_command_runs_after_every_run_and_its_failure_spoils_the_next() {
    String count = folder.resolve("count").toString();
    Cli.Result result =
        sweep(
            "",
            "--num-runs",
            "2",
            "--after-bench-cmd",
            "sh -c 'echo x >> \"%s\"; test $(wc -l < \"%s\") -ne 1'".formatted(count, count));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(folder.resolve("count"))
        .as("after run 0 in vain, again before run 1, after run 1")
        .hasContent("x\nx\nx");
  }

  @Test
  void the_bench_command_itself_is_run_where_it_is_wanted_and_its_result_read() {
    Cli.Result result = sweep("", "--num-runs", "1", "--client", "command");
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    JsonNode run = json(experiment.resolve("run=0.json"));
    assertThat(run.get("completed").asInt()).isEqualTo(4);
    assertThat(run.get("steady_state")).as("a key that only the client's file has").isNotNull();
    assertThat(result.out()).contains("Benchmark command: ").contains("vllm bench serve");
  }

  @Test
  void changed_commands_measure_anew_and_a_run_that_was_taken_away_is_measured_again()
      throws IOException {
    assertThat(sweep("", "--num-runs", "2").code()).isZero();
    assertThat(sweep("--max-num-seqs 4", "--num-runs", "2", "--resume").code()).isZero();
    assertThat(measurements()).isEqualTo(4);
    Files.delete(experiment.resolve("run=0.json"));
    Cli.Result again = sweep("--max-num-seqs 4", "--num-runs", "2", "--resume", "one");
    assertThat(again.err()).contains("run=0.json is measured again: it was removed");
    assertThat(experiment.resolve("run=0.json")).exists();
    assertThat(measurements()).as("one superseded, one new").isEqualTo(4);
  }

  @Test
  void the_workload_of_a_slow_server_has_levels_below_one_request_a_second_and_one_start() {
    Cli.Result result =
        Cli.call(
            "bench",
            "sweep",
            "serve_workload",
            "--serve-cmd",
            "vllm serve tiny --port %d --fixed 1000,50".formatted(port),
            "--bench-cmd",
            "kneeline bench serve --model tiny --random-input-len 8 --random-output-len 2"
                + " --num-prompts 2",
            "-o",
            folder.resolve("results").toString(),
            "-e",
            "one",
            "--simulate",
            "--num-runs",
            "1",
            "--workload-iters",
            "3");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(serverStarts()).isEqualTo(1);
    try (Stream<Path> folders = Files.list(experiment)) {
      assertThat(
              folders
                  .map(each -> each.getFileName().toString())
                  .filter(name -> name.startsWith("WL")))
          .hasSize(3)
          .contains("WL--request_rate=inf-max_concurrency=1")
          .anyMatch(name -> name.matches("WL--request_rate=1\\.[0-9]+"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void start_times_are_read_from_the_commands_result_and_unknown_parameters_left_out()
      throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("startup"),
            """
            #!/bin/sh
            if [ "$1" = --help ]; then echo 'usage: --max-num-seqs N --output-json FILE'; exit; fi
            while [ $# -gt 1 ]; do [ "$1" = --output-json ] && out=$2; shift; done
            echo '{"avg_cold_startup_time": 41.5, "avg_warm_startup_time": 12.25}' > "$out"
            """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String rows = file("rows.json", "[{\"max_num_seqs\": 8, \"port\": 1}, {\"max_num_seqs\": 16}]");
    List<String> words =
        List.of(
            "bench",
            "sweep",
            "startup",
            "--startup-cmd",
            program.toString(),
            "--serve-params",
            rows,
            "-o",
            folder.resolve("results").toString(),
            "-e",
            "one");
    Cli.Result result = Cli.call(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err() + result.out()).isZero();
    assertThat(result.err()).contains("'port' is left out");
    JsonNode run = json(experiment.resolve("SERVE--max_num_seqs=16/run=0.json"));
    assertThat(run.get("avg_cold_startup_time").asDouble()).isEqualTo(41.5);
    List<String> strict = new ArrayList<>(words);
    strict.addAll(List.of("--strict-params", "--resume"));
    assertThat(Cli.call(strict.toArray(String[]::new)).err()).contains("--strict-params");
  }

  @Test
  void the_example_is_what_its_script_says_and_its_study_can_be_shown() throws IOException {
    String script = Files.readString(Path.of("examples/vllm-sweep/sweep.sh"));
    String command = script.substring(script.indexOf("\nkneeline ") + 1).replace("\\\n", " ");
    List<String> words = new ArrayList<>(CommandWords.cut(command).words());
    words.removeFirst();
    words.replaceAll(word ->
        word.equals("results")
            ? folder.resolve("results").toString()
            : word.replace("8123", "" + port));
    words.replaceAll(word -> word.equals("vllm-sweep") ? "one" : word);
    Cli.Result result = Cli.call(words.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(experiment.resolve("SERVE--max_num_seqs=32-BENCH--long/run=0.json")).exists();
    assertThat(Cli.call("show", experiment.toString()).out()).contains("simulated").contains("512");
  }
}
