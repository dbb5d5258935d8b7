package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OverridesTest {

  private static final String FILE =
      """
      engine: sim
      server:
        params: {block-size: 16, max-model-len: "{len}"}
      load: {num-prompts: 10}
      sweep:
        len: [1024, 2048]
        load.max-concurrency: [1, 2]
      """;

  @Test
  void a_constant_of_the_command_line_beats_the_files() {
    Sweep sweep =
        read(set("server.block_size=32", "load.num-prompts=20", "repeat=3", "name=other"));
    assertThat(((Subject.Started) sweep.subject()).parameters())
        .containsEntry("block-size", Value.of(32));
    assertThat(((Measurement.Generated) sweep.measurement()).options())
        .containsEntry("num-prompts", Value.of(20));
    assertThat(sweep.conduct().repetitions()).isEqualTo(3);
    assertThat(sweep.name()).isEqualTo("other");
  }

  @Test
  void a_variable_of_the_environment_keeps_its_spelling() {
    Sweep sweep = read(set("env.NCCL_DEBUG=INFO"));
    assertThat(((Subject.Started) sweep.subject()).environment()).containsKey("NCCL_DEBUG");
  }

  @Test
  void a_sweep_of_the_command_line_stands_in_place_of_the_files() {
    Sweep sweep = read(sweep("len=512..2048 x2", "load.max_concurrency=4"));
    assertThat(labels(sweep))
        .containsExactly(
            "len=512 max-concurrency=4",
            "len=1024 max-concurrency=4",
            "len=2048 max-concurrency=4");
  }

  @Test
  void what_varies_beats_a_constant_with_a_note() {
    Overrides overrides = set("len=4096", "load.max-concurrency=9");
    ReadOutcome.Read outcome = (ReadOutcome.Read) SweepReaderTest.read(FILE, overrides);
    assertThat(labels(outcome.sweep())).hasSize(4).doesNotContain("len=4096 max-concurrency=1");
    assertThat(Problems.render(outcome.problems()))
        .isEqualTo(
            """
            note: 'len' has no effect: the sweep varies 'len' (--set:1:1)
              1 | len=4096
                | ^^^
            hint: write --sweep len=4096 for this one value

            note: 'load.max-concurrency' has no effect: the sweep varies 'load.max-concurrency' (--set:2:1)
              2 | load.max-concurrency=9
                | ^^^^^^^^^^^^^^^^^^^^
            hint: write --sweep load.max-concurrency=9 for this one value\
            """);
  }

  @Test
  void a_placeholder_that_does_not_vary_takes_its_value_from_set() {
    Sweep sweep =
        switch (SweepReaderTest.read(FILE.replace("  len: [1024, 2048]\n", ""), set("len=4096"))) {
          case ReadOutcome.Read(Sweep read, List<Problem> problems, String source) -> read;
          case ReadOutcome.Refused(List<Problem> problems) ->
              throw new AssertionError(Problems.render(problems));
        };
    assertThat(labels(sweep))
        .containsExactly("max-concurrency=1 len=4096", "max-concurrency=2 len=4096");
  }

  @Test
  void each_zip_is_a_group() {
    Overrides zips =
        new Overrides(
            List.of(),
            List.of(),
            List.of(
                List.of("server.max-num-seqs=1,2", "server.seed=3,4"),
                List.of("load.random-input-len=16,32", "load.random-output-len=8,4")),
            List.of(),
            Optional.empty());
    assertThat(labels(read(zips))).hasSize(16).first().asString().contains("max-num-seqs=1 seed=3");
  }

  @Test
  void where_filters_by_a_rule_and_limit_limits() {
    Overrides both =
        new Overrides(List.of(), List.of(), List.of(), List.of("len > 1024"), Optional.of("1"));
    Sweep sweep = read(both);
    assertThat(labels(sweep))
        .containsExactly("len=2048 max-concurrency=1", "len=2048 max-concurrency=2");
    assertThat(sweep.search().limit()).hasValue(1);
  }

  @Test
  void values_of_a_command_line_have_types() {
    Sweep sweep = read(sweep("server.a=1,0.90,true,null,text,'1','[8, 16]',[[1, 2]]"));
    List<Value> values =
        sweep.space().points().map(point -> point.value("server.a")).distinct().toList();
    assertThat(values)
        .contains(Value.of(1), Value.of(true), Value.UNSET, Value.of("text"), Value.of("1"));
    assertThat(values).anyMatch(value -> value.spelling().equals("0.90"));
  }

  @Test
  void what_is_wrong_on_the_command_line_is_told_with_its_place() {
    Overrides wrong =
        new Overrides(
            List.of("repeat=zero", "nonsense"),
            List.of("len=1024,2048", "load.max-concurency=1"),
            List.of(List.of("server.a=1,2", "server.b=1")),
            List.of("lenn > 3"),
            Optional.of("none"));
    assertThat(
            Problems.render(((ReadOutcome.Refused) SweepReaderTest.read(FILE, wrong)).problems()))
        .contains("(--set:1:8)\n  1 | repeat=zero\n    |        ^^^^\n")
        .contains("'nonsense' is not NAME=VALUE (--set:2:1)")
        .contains("no option 'max-concurency' (--sweep:2:1)\n")
        .contains("'server.a' has 2 values, 'server.b' has 1 (--zip:2:10)")
        .contains("unknown name 'lenn' (--where:1:1)")
        .contains("(--limit:1:1)")
        .contains("6 problems; nothing was started");
  }

  private static List<String> labels(Sweep sweep) {
    return sweep.space().points().map(Point::label).toList();
  }

  private static Overrides set(String... words) {
    return new Overrides(List.of(words), List.of(), List.of(), List.of(), Optional.empty());
  }

  private static Overrides sweep(String... words) {
    return new Overrides(List.of(), List.of(words), List.of(), List.of(), Optional.empty());
  }

  private static Sweep read(Overrides overrides) {
    return switch (SweepReaderTest.read(FILE, overrides)) {
      case ReadOutcome.Read(Sweep sweep, List<Problem> problems, String source) -> sweep;
      case ReadOutcome.Refused(List<Problem> problems) ->
          throw new AssertionError(Problems.render(problems));
    };
  }
}
