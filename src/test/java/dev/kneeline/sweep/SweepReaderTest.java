package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  static Sweep sweep(String text) {
    return switch (read(text, Overrides.none())) {
      case ReadOutcome.Read(Sweep sweep, List<Problem> problems, String source) -> sweep;
      case ReadOutcome.Refused(List<Problem> problems) ->
          throw new AssertionError(Problems.render(problems));
    };
  }

  static ReadOutcome read(String text, Overrides overrides) {
    return new SweepReader(java.nio.file.Path.of("/nowhere"))
        .read(
            Source.of("sweep.yaml", text),
            overrides,
            MachineFacts.plain(2),
            new EngineReader(List.of()));
  }
}
