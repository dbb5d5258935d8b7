package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Precision;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Point;
import dev.kneeline.space.Removal;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SweepReaderTest {

  @Test
  void a_plain_file_becomes_a_sweep() {
    Sweep sweep =
        sweep(
            """
            name: first
            engine: llamacpp-embedded
            server:
              params: {model-size: tiny, threads: 1}
            load: {random-input-len: 32, random-output-len: 16, num-prompts: 12}
            sweep:
              server.parallel: [1, 4]
              server.weights: [f16, q4_0]
              load.max-concurrency: 1..4 x2
            repeat: 2
            slo: [p99_ttft_ms <= 500]
            objective: max output_throughput
            """);
    assertThat(sweep.name()).isEqualTo("first");
    assertThat(sweep.space().scopes())
        .containsEntry("server.parallel", Scope.SERVER)
        .containsEntry("load.max-concurrency", Scope.LOAD);
    assertThat(sweep.space().points().map(Point::label).toList())
        .hasSize(12)
        .startsWith("parallel=1 weights=f16 max-concurrency=1");
    assertThat(sweep.conduct().repetitions()).isEqualTo(2);
    Subject.Started started = (Subject.Started) sweep.subject();
    assertThat(started.parameters()).containsEntry("threads", Value.of(1));
    assertThat(((Measurement.Generated) sweep.measurement()).options())
        .containsEntry("num-prompts", Value.of(12));
  }

  @Test
  void types_and_spellings_survive_to_the_flags() {
    assertThat(
            command(
                """
                engine: vllm
                server:
                  params:
                    model: meta/m
                    gpu-memory-utilization: 0.90
                    enable_prefix_caching: false
                    trust-remote-code: true
                    seed: null
                    cuda-graph-sizes: [1, 2, 4]
                    compilation-config: {level: 3}
                    revision: "1"
                  env: {NCCL_DEBUG: WARN}
                load: {num-prompts: 10}
                """))
        .isEqualTo(
            "VLLM_SERVER_DEV_MODE=1 NCCL_DEBUG=WARN vllm serve meta/m --gpu-memory-utilization 0.90"
                + " --no-enable-prefix-caching --trust-remote-code --cuda-graph-sizes 1 2 4"
                + " --compilation-config '{\"level\":3}' --revision 1 --host {host} --port {port}");
  }

  @Test
  void a_placeholder_that_is_the_whole_value_keeps_its_type() {
    assertThat(
            command(
                """
                engine: vllm
                server:
                  params: {model: "{m}", enforce-eager: {eager}, served-model-name: "x-{m}"}
                load: {num-prompts: 10}
                sweep:
                  m: [a]
                  eager: [false]
                """))
        .endsWith(
            "vllm serve a --no-enforce-eager --served-model-name x-a --host {host} --port {port}");
  }

  @Test
  void a_bare_names_scope_follows_from_where_it_is_used() {
    Sweep sweep =
        sweep(
            """
            engine: sim
            server: {params: {block-size: {block}, seed: {max_concurrency}}}
            load: {num-prompts: {prompts}}
            sweep:
              block: [16, 32]
              prompts: [10, 20]
              load.max-concurrency: [1, 2]
              env.A_b: [x]
            """);
    assertThat(sweep.space().scopes())
        .containsEntry("block", Scope.SERVER)
        .containsEntry("prompts", Scope.LOAD)
        .containsEntry("load.max-concurrency", Scope.SERVER)
        .containsEntry("env.A_b", Scope.SERVER);
  }

  @Test
  void rows_multiply_with_axes_and_a_ladder_in_a_row_stands_for_rows() {
    Sweep sweep =
        sweep(
            """
            engine: sim
            zip:
              shape: {load.random-input-len: [128, 1024], load.random-output-len: [64, 8]}
            points:
              - {server.max-num-seqs: 4, load.max-concurrency: 1..4 x2}
              - {server.max-num-seqs: 8, load.max-concurrency: [8]}
            include:
              - {server.max-num-seqs: 2, load.max-concurrency: 1}
            exclude:
              - {server.max-num-seqs: 4, load.max-concurrency: [2, 4], reason: too slow}
            """);
    assertThat(sweep.space().points().map(Point::label).toList())
        .containsExactly(
            "random-input-len=128 random-output-len=64 max-num-seqs=4 max-concurrency=1",
            "random-input-len=128 random-output-len=64 max-num-seqs=8 max-concurrency=8",
            "random-input-len=1024 random-output-len=8 max-num-seqs=4 max-concurrency=1",
            "random-input-len=1024 random-output-len=8 max-num-seqs=8 max-concurrency=8",
            "max-num-seqs=2 max-concurrency=1");
    assertThat(sweep.space().removals()).extracting(Removal::rule).containsExactly("too slow");
  }

  @Test
  void points_are_the_union_of_their_rows_each_with_the_product_of_its_own_lists() {
    Sweep sweep =
        sweep(
            """
            engine: sim
            points:
              - {server.tensor-parallel-size: 1, server.max-num-seqs: [4, 8], load.max-concurrency: 1..4 x2}
              - {server.tensor-parallel-size: [2, 4], load.max-concurrency: 8}
              - {server.tensor-parallel-size: 1, server.max-num-seqs: 8, load.max-concurrency: 4}
            """);
    // 2 x 3 of the first row, 2 of the second; the third is one of the first's.
    assertThat(sweep.space().points().map(Point::label).toList())
        .containsExactly(
            "tensor-parallel-size=1 max-num-seqs=4 max-concurrency=1",
            "tensor-parallel-size=1 max-num-seqs=4 max-concurrency=2",
            "tensor-parallel-size=1 max-num-seqs=4 max-concurrency=4",
            "tensor-parallel-size=1 max-num-seqs=8 max-concurrency=1",
            "tensor-parallel-size=1 max-num-seqs=8 max-concurrency=2",
            "tensor-parallel-size=1 max-num-seqs=8 max-concurrency=4",
            "tensor-parallel-size=2 max-concurrency=8",
            "tensor-parallel-size=4 max-concurrency=8");
  }

  @Test
  void rules_and_conditions_are_expressions_over_parameters_and_facts() {
    Sweep sweep =
        sweep(
            """
            engine: sim
            params:
              server.stream-interval: {values: [2, 4], when: server.max_num_seqs > 8, else: 1}
            sweep:
              server.max-num-seqs: [8, 16]
              load.max-concurrency: [1, 32]
            require:
              - {rule: load.max_concurrency <= server.max_num_seqs * 2, reason: no long queues}
              - load.max_concurrency <= cpus * 16
            """);
    assertThat(sweep.space().points().map(Point::label).toList())
        .containsExactly(
            "stream-interval=2 max-num-seqs=16 max-concurrency=1",
            "stream-interval=2 max-num-seqs=16 max-concurrency=32",
            "stream-interval=4 max-num-seqs=16 max-concurrency=1",
            "stream-interval=4 max-num-seqs=16 max-concurrency=32",
            "stream-interval=1 max-num-seqs=8 max-concurrency=1");
  }

  @Test
  void a_rule_over_the_machine_alone_holds_for_all_points_or_for_none() {
    String file = "engine: sim\nsweep: {server.max-num-seqs: [1, 2]}\nrequire: [gpus >= %d]\n";
    assertThat(sweep(file.formatted(2)).space().points().toList()).hasSize(2);
    ReadOutcome.Refused refused = (ReadOutcome.Refused) read(file.formatted(3), Overrides.none());
    assertThat(refused.problems())
        .extracting(Problem::message)
        .containsExactly("no point is valid, because of 'gpus >= 3'");
  }

  @Test
  void a_rule_that_removes_nothing_is_told_unless_it_guards_a_machine() {
    String file =
        """
        engine: sim
        sweep: {server.max-num-seqs: [1, 2]}
        require:
          - server.max_num_seqs <= gpus
          - server.max_num_seqs <= 8
        """;
    ReadOutcome.Read outcome = (ReadOutcome.Read) read(file, Overrides.none());
    assertThat(outcome.problems())
        .extracting(Problem::message)
        .containsExactly("the rule 'server.max_num_seqs <= 8' removes nothing");
  }

  @Test
  void options_of_the_load_are_checked_as_they_meet_in_points() {
    // A ramp needs its start and end; one without the other is refused, the pairs below are not.
    Sweep sweep =
        sweep(
            """
            engine: sim
            zip:
              pace:
                load.ramp-up-strategy: [null, linear]
                load.ramp-up-start-rps: [null, 1]
                load.ramp-up-end-rps: [null, 4]
            """);
    assertThat(sweep.space().points().toList()).hasSize(2);
    assertThat(
            read(
                """
                engine: sim
                sweep:
                  load.ramp-up-strategy: [null, linear]
                """,
                Overrides.none()))
        .isInstanceOf(ReadOutcome.Refused.class);
  }

  @Test
  void a_server_that_already_runs_is_not_started() {
    Sweep sweep =
        sweep(
            """
            server: {url: "http://127.0.0.1:8000/"}
            load: {num-prompts: 10}
            sweep: {load.max-concurrency: [1, 2]}
            """);
    assertThat(sweep.subject())
        .isInstanceOfSatisfying(
            Subject.Running.class,
            running -> assertThat(running.url()).isEqualTo("http://127.0.0.1:8000"));
  }

  @Test
  void a_command_without_a_server_is_run_for_each_point() {
    Sweep sweep =
        sweep(
            """
            benchmark:
              command: [bench, --batch, "{batch}", --out, "{result_file}"]
              options: {verbose: true}
              result: {paths: {tok_s: summary.tok_s}}
            sweep: {batch: [1, 2], load.threads: [3]}
            objective: max tok_s
            """);
    assertThat(sweep.subject()).isInstanceOf(Subject.Offline.class);
    Plan plan = new Planner(sweep).plan(sweep.space().points().limit(1).toList());
    assertThat(plan.runs().getFirst().load().show())
        .isEqualTo("bench --batch 1 --out {result_file} --verbose --threads 3");
    assertThat(((Measurement.External) sweep.measurement()).result().format())
        .isEqualTo(ResultSource.Format.PATHS);
  }

  @Test
  void the_port_of_a_command_is_kept() {
    assertThat(port("server: {command: 'vllm serve m --port 8123'}\nengine: vllm\n"))
        .hasValue(8123);
    assertThat(port("server: {command: 'my-server'}\n")).hasValue(8000);
    assertThat(port("server: {command: 'my-server --listen :{port}'}\n")).isEmpty();
    assertThat(port("server: {port: 9}\nengine: sim\n")).hasValue(9);
    assertThat(port("engine: sim\n")).isEmpty();
  }

  @Test
  void gpus_may_be_said_outright() {
    Subject.Started started = (Subject.Started) sweep("engine: sim\nserver: {gpus: 3}\n").subject();
    assertThat(started.engine().gpus().count(name -> Value.UNSET)).isEqualTo(3);
  }

  @Test
  void a_flag_that_an_engine_does_not_have_is_no_error_of_the_file() {
    assertThat(sweep("engine: sglang\nserver: {params: {no-such-flag: 1}}\n").subject())
        .isInstanceOf(Subject.Started.class);
  }

  @Test
  void repetitions_may_end_once_the_means_are_sure() {
    String head = "engine: sim\nsweep: {load.max-concurrency: [1]}\nslo: p99_ttft_ms <= 200\n";
    Conduct sentence = sweep(head + "repeat: until ci < 3 %, at most 10\n").conduct();
    assertThat(sentence.repetitions()).isEqualTo(10);
    assertThat(sentence.until())
        .contains(new Precision(0.03, 3, List.of("output_throughput", "p99_ttft_ms")));
    Conduct map =
        sweep(head + "repeat: {until: ci<2.5%, at_most: 8, at-least: 4, of: interactivity}\n")
            .conduct();
    assertThat(map.repetitions()).isEqualTo(8);
    assertThat(map.until()).contains(new Precision(0.025, 4, List.of("interactivity")));
  }

  @Test
  void repetitions_that_cannot_be_understood_are_told() {
    String head = "engine: sim\nsweep: {load.max-concurrency: [1]}\nrepeat: ";
    assertThat(messages(head + "until sure\n"))
        .containsExactly("'until sure' is no number of runs");
    assertThat(messages(head + "until ci < 3 %, at most 2\n"))
        .containsExactly("at most 2 runs are fewer than the 3 at least");
    assertThat(messages(head + "{until: ci < 0 %, at-most: 9}\n"))
        .containsExactly("no interval of measured figures is as narrow as 0 %");
    assertThat(messages(head + "{until: ci < 1 %, at-most: 9, of: [outputs]}\n"))
        .containsExactly("unknown metric 'outputs'");
    assertThat(messages(head + "{until: ci < 1 %}\n")).hasSize(1);
  }

  @Test
  void conduct_and_placement_are_read() {
    Sweep sweep =
        sweep(
            """
            engine: sim
            sweep: {server.max-num-seqs: [1, 2]}
            repeat: 3
            order: interleave_servers
            seed: 42
            run_timeout: 15min
            budget: {time: 2h, trials: 50, gpu-hours: 1.5}
            monotone: [server.max_num_seqs]
            lanes: [[0, 1], [2, 3]]
            search: {method: cover, t: 2, limit: 9, seed: 7}
            slo: p99_ttft_ms <= 200
            """);
    assertThat(sweep.conduct())
        .isEqualTo(
            new Conduct(
                3,
                Conduct.Order.INTERLEAVE_SERVERS,
                42,
                Duration.ofMinutes(15),
                new Conduct.Budget(
                    Optional.of(Duration.ofHours(2)), OptionalInt.of(50), OptionalDouble.of(1.5)),
                List.of("server.max-num-seqs")));
    assertThat(sweep.placement().lanes()).contains(List.of(List.of(0, 1), List.of(2, 3)));
    assertThat(sweep.search())
        .isEqualTo(new SearchMethod("cover", OptionalInt.of(9), 7, Map.of("t", Value.of(2))));
    assertThat(sweep.goal().slos()).extracting(Slo::text).containsExactly("p99_ttft_ms <= 200");
  }

  @Test
  void a_sweep_without_a_name_is_called_as_its_file() {
    assertThat(sweep("engine: sim\n").name()).isEqualTo("sweep");
  }

  @ParameterizedTest
  @MethodSource("firstFiles")
  void the_first_file_of_an_engine_can_be_read(String engine) {
    String text = InitFile.forEngine(engine).orElseThrow();
    assertThat(text).startsWith("# yaml-language-server: $schema=sweep.schema.json\n");
    assertThat(sweep(text).subject()).isInstanceOf(Subject.Started.class);
    // The rule that the file shows as a comment is one.
    assertThat(sweep(text.replace("# exclude:", "exclude:").replace("#   - ", "  - ")).space())
        .isNotNull();
  }

  static List<String> firstFiles() {
    return EngineReader.BUILT_IN;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_example_can_be_read(Path file) {
    ReadOutcome outcome =
        new SweepReader(Path.of("/nowhere")).read(file, Overrides.none(), MachineFacts.plain(2));
    if (outcome instanceof ReadOutcome.Refused(List<Problem> problems)) {
      throw new AssertionError(Problems.render(problems));
    }
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void every_example_of_the_reference_page_is_what_its_key_takes(Field field) {
    Problems problems = new Problems();
    Source source = Source.of("page", ReferencePages.example(field));
    Node node = new YamlReader(problems).read(source).orElseThrow();
    new Checker(SweepFields.TABLE, problems).check(node);
    assertThat(problems.all()).filteredOn(each -> !each.message().contains("is missing")).isEmpty();
  }

  static List<Field> fields() {
    return SweepFields.TABLE.fields();
  }

  private static OptionalInt port(String text) {
    return ((Subject.Started) sweep(text).subject()).port();
  }

  /// The command of the first server.
  private static String command(String text) {
    Sweep sweep = sweep(text);
    Plan plan = new Planner(sweep).plan(sweep.space().points().limit(1).toList());
    return ((ServerSpec.Start) plan.servers().getFirst().spec()).processes().getFirst().show();
  }

  static Sweep sweep(String text) {
    return switch (read(text, Overrides.none())) {
      case ReadOutcome.Read(Sweep sweep, List<Problem> problems, String source) -> sweep;
      case ReadOutcome.Refused(List<Problem> problems) ->
          throw new AssertionError(Problems.render(problems));
    };
  }

  static ReadOutcome read(String text, Overrides overrides) {
    return new SweepReader(Path.of("/nowhere"))
        .read(
            Source.of("sweep.yaml", text),
            overrides,
            new MachineFacts(2, OptionalDouble.of(80), 2, OptionalDouble.empty()),
            new EngineReader(List.of()));
  }

  private static List<String> messages(String text) {
    return ((ReadOutcome.Refused) read(text, Overrides.none()))
        .problems().stream().map(Problem::message).toList();
  }
}
