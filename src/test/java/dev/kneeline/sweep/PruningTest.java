package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.Conduct;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningTest {

  private static final Map<String, Scope> SCOPES =
      Map.of(
          "server.seqs", Scope.SERVER, "server.tp", Scope.SERVER, "load.concurrency", Scope.LOAD);

  private final Pruning pruning = new Pruning(conduct(List.of("server.seqs")), SCOPES);

  @Test
  void what_asks_for_at_least_as_much_is_pruned_and_what_asks_for_less_is_not() {
    Study study = unviable(FailureKind.OUT_OF_MEMORY_AT_LOAD, point(256, 2, 8));
    assertThat(pruning.reason(point(512, 2, 8), study)).isPresent();
    assertThat(pruning.reason(point(128, 2, 8), study)).isEmpty();
  }

  @Test
  void another_parameter_of_the_server_protects_a_point() {
    Study study = unviable(FailureKind.OUT_OF_MEMORY_AT_LOAD, point(256, 2, 8));
    assertThat(pruning.reason(point(512, 4, 8), study)).isEmpty();
  }

  @Test
  void memory_that_runs_out_at_load_does_so_under_any_load() {
    Study atLoad = unviable(FailureKind.OUT_OF_MEMORY_AT_LOAD, point(256, 2, 8));
    Study underLoad = unviable(FailureKind.OUT_OF_MEMORY_UNDER_LOAD, point(256, 2, 8));
    assertThat(pruning.reason(point(512, 2, 1), atLoad)).isPresent();
    assertThat(pruning.reason(point(512, 2, 1), underLoad)).isEmpty();
    assertThat(pruning.reason(point(512, 2, 8), underLoad)).isPresent();
  }

  @Test
  void other_failures_prune_nothing_and_neither_does_an_empty_list() {
    assertThat(
            pruning.reason(point(512, 2, 8), unviable(FailureKind.UNSUPPORTED, point(256, 2, 8))))
        .isEmpty();
    assertThat(
            new Pruning(conduct(List.of()), SCOPES)
                .reason(
                    point(512, 2, 8),
                    unviable(FailureKind.OUT_OF_MEMORY_AT_LOAD, point(256, 2, 8))))
        .isEmpty();
  }

  private static Study unviable(FailureKind kind, Point point) {
    return Study.empty()
        .with(new Trial(point, new TrialState.Unviable(Failure.of(kind, "no room"))));
  }

  private static Point point(long seqs, long tp, long concurrency) {
    LinkedHashMap<String, Value> values = new LinkedHashMap<>();
    values.put("server.seqs", Value.of(seqs));
    values.put("server.tp", Value.of(tp));
    values.put("load.concurrency", Value.of(concurrency));
    return new Point(values);
  }

  private static Conduct conduct(List<String> monotone) {
    return new Conduct(
        1,
        Conduct.Order.INTERLEAVE_LOADS,
        0,
        Duration.ofMinutes(1),
        Conduct.Budget.unlimited(),
        monotone);
  }
}
