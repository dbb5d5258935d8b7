package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.Origin;
import dev.kneeline.store.RunRecord;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import dev.kneeline.sweep.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whole outputs as they were approved; `-Dkneeline.regenerate=true` writes them anew.
class GoldenOutputTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String EXAMPLE = "examples/03-zip-and-points.yaml";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> every_verbs_help_is_as_approved() {
    return Verbs.all().stream()
        .filter(verb -> !verb.hidden())
        .map(verb ->
            DynamicTest.dynamicTest(
                verb.name(),
                () -> {
                  Cli.Result help = Cli.call(verb.name(), "--help");
                  assertThat(help.code()).isZero();
                  Golden.compare(GOLDEN.resolve("help").resolve(verb.name() + ".txt"), help.out());
                }));
  }

  @Test
  void the_plan_of_an_example_is_as_approved() throws IOException {
    Golden.compare(GOLDEN.resolve("plan.txt"), plan().out());
  }

  @Test
  void a_plan_for_programs_has_the_promised_keys_and_counts() throws IOException {
    JsonNode json = JsonMapper.shared().readTree(plan("--format", "json").out());
    assertThat(json.propertyNames())
        .containsExactly(
            "name",
            "points",
            "excluded",
            "server_starts",
            "runs",
            "least_runs",
            "cached",
            "estimate",
            "tree");
    assertThat(json.get("name").asString()).isEqualTo("zip-and-points");
    assertThat(json.get("points").asInt()).isEqualTo(5);
    assertThat(json.get("runs").asInt()).isEqualTo(5);
    assertThat(json.get("server_starts").asInt()).isEqualTo(3);
    assertThat(json.get("cached").asInt()).isZero();
    assertThat(json.get("estimate").propertyNames())
        .containsExactly("seconds", "gpu_hours", "least_seconds", "basis");
    JsonNode servers = json.get("tree").get(0).get("servers");
    assertThat(servers.size()).isEqualTo(3);
    assertThat(servers.get(0).propertyNames())
        .containsExactly("id", "parameters", "commands", "runs");
    assertThat(servers.get(0).get("parameters").get("server.tensor-parallel-size").asInt())
        .isEqualTo(4);
    JsonNode run = servers.get(0).get("runs").get(0);
    assertThat(run.propertyNames())
        .containsExactly("point", "parameters", "repetition", "seed", "load", "fingerprint");
  }

  @Test
  void what_rules_leave_out_is_counted_under_their_text() throws IOException {
    Cli.Result plan = plan("--format", "json", "--where", "server.max_num_seqs >= 64");
    JsonNode json = JsonMapper.shared().readTree(plan.out());
    assertThat(json.get("points").asInt()).isEqualTo(3);
    assertThat(json.get("excluded").get("server.max_num_seqs >= 64").asInt()).isEqualTo(2);
  }

  @Test
  void every_file_of_a_plan_is_written_on_request() throws IOException {
    Path out = folder.resolve("out");
    Cli.Result plan = plan("--out", out.toString());
    assertThat(plan.err()).isEqualTo("8 files written to %s%n".formatted(out));
    assertThat(Files.readString(out.resolve("plan.txt"))).startsWith("zip-and-points: 5 points");
    assertThat(Files.readString(out.resolve("plan.json"))).contains("\"server_starts\" : 3");
    try (Stream<Path> servers = Files.list(out.resolve("servers"))) {
      assertThat(servers)
          .hasSize(3)
          .allSatisfy(server -> {
            assertThat(server.resolve("server.command.txt")).content().contains("--max-num-seqs");
            assertThat(server.resolve("runs.txt")).content().contains("kneeline bench serve");
          });
    }
  }

  @Test
  void a_plan_is_no_table_of_lines() {
    Cli.Result plan = plan("--format", "csv");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.out()).isEmpty();
    assertThat(plan.err()).contains("error: a plan is no table").contains("hint: ");
  }

  @TestFactory
  Stream<DynamicTest> the_rows_of_a_study_are_as_approved_in_every_format() {
    Path study = folder.resolve("study");
    prepare(study);
    return Stream.of("csv", "json", "md")
        .map(format ->
            DynamicTest.dynamicTest(
                format,
                () -> {
                  Cli.Result show =
                      Cli.call(
                          "show",
                          study.toString(),
                          "--format",
                          format,
                          "--objective",
                          "max output_throughput",
                          "--slo",
                          "p99_ttft_ms <= 200");
                  assertThat(show.code()).as(show.err()).isZero();
                  Golden.compare(GOLDEN.resolve("show." + format), show.out());
                }));
  }

  private Cli.Result plan(String... more) {
    String[] words =
        Stream.concat(
                Stream.of("plan", EXAMPLE, "-o", folder.resolve("none").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return Cli.call(words);
  }

  /// Three points: a good one measured twice, a fast one that is too late, one without memory.
  private static void prepare(Path folder) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      measure(study, run(64, 1), 1200, 150);
      measure(study, run(64, 2), 1260, 170);
      measure(study, run(256, 1), 2000, 900);
      study
          .beginRun(run(1024, 1), "")
          .fail(Failure.of(FailureKind.OUT_OF_MEMORY_AT_LOAD, "CUDA out of memory"));
    }
  }

  private static PlannedRun run(int sequences, int repetition) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("server.max-num-seqs", Value.of(sequences));
    values.put("load.max-concurrency", Value.of(32));
    Point point = new Point(values);
    LoadSpec load = new LoadSpec.Generated(new LinkedHashMap<>());
    return new PlannedRun(point, repetition, repetition, load, "print-of-" + sequences);
  }

  private static void measure(
      StudyFolder study, PlannedRun planned, double throughput, double ttft) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    figures.put("output_throughput", Figure.of(throughput));
    figures.put("p99_ttft_ms", Figure.of(ttft));
    study
        .beginRun(planned, "")
        .commit(
            RunRecord.of(
                new Figures(figures),
                Verdict.of("OK"),
                new Origin(false, "vllm", "0.11.0"),
                new Run.Cost(10, 0, 1),
                ""));
  }
}
