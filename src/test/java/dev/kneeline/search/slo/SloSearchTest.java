package dev.kneeline.search.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.SloOutcome.State;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Status;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import dev.kneeline.study.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

/// Searches over several configurations, in virtual time.
final class SloSearchTest {

  private static final String RATE = "load.request-rate";
  private static final String CLIENTS = "load.max-concurrency";
  private static final String SIZE = "server.tensor-parallel-size";
  private static final Sla WITHIN_200 = new Sla(List.of(Slo.parse("p99_e2el_ms <= 200").orThrow()));

  /// A server of size s does 100 s requests a second, and 50 ms / (1 - share) is 200 ms at 75 s.
  private static final DoubleBinaryOperator QUEUE = (size, rate) -> 50 / (1 - rate / (100 * size));

  @Test
  void each_configuration_is_searched_to_its_end_where_each_answer_is_wanted() {
    Lab lab = new Lab(RATE, SloQuestion.Best.EACH, 1, 2, 4);
    assertThat(lab.measured()).allMatch(outcome -> status(outcome) == Status.FOUND);
    assertThat(values(lab)).satisfiesExactly(near(75), near(150), near(300));
  }

  @Test
  void what_cannot_be_the_best_is_left_after_its_saturated_run_with_the_reason() {
    Lab lab = new Lab(RATE, SloQuestion.Best.LOAD, 4, 1, 2, 8);
    List<SloOutcome> outcomes = lab.measured();
    assertThat(status(outcomes.getFirst())).isEqualTo(Status.FOUND);
    assertThat(pruned(outcomes.get(1)))
        .contains("it does 100 a second at most")
        .contains("more than ");
    assertThat(pruned(outcomes.get(2))).contains("it does 200 a second at most");
    assertThat(outcomes.get(1).probes()).hasSize(1);
    assertThat(outcomes.get(2).probes()).hasSize(1);
    assertThat(values(lab)).satisfiesExactly(near(300), near(600));
    assertThat(lab.runs).isLessThan(new Lab(RATE, SloQuestion.Best.EACH, 4, 1, 2, 8).runs());
  }

  @Test
  void per_gpu_a_larger_configuration_must_carry_more_in_proportion() {
    // Each further GPU brings a little less: 100, 190 and 361 requests a second.
    Lab lab = new Lab(RATE, SloQuestion.Best.LOAD_PER_GPU, 1, 2, 4);
    lab.queue = (size, rate) -> 50 / (1 - rate / lab.capacity(size));
    lab.scaling = 0.95;
    List<SloOutcome> outcomes = lab.measured();
    assertThat(values(lab)).satisfiesExactly(near(75));
    // 190 a second is enough for 150, but not within the limit.
    assertThat(pruned(outcomes.get(1))).contains("misses the SLA").contains("than 150");
    assertThat(outcomes.get(1).probes()).hasSize(2);
    assertThat(pruned(outcomes.get(2))).contains("misses the SLA").contains("than 300");
  }

  @Test
  void a_saturated_run_that_meets_the_sla_had_too_few_clients_to_rule_anything_out() {
    Lab lab = new Lab(RATE, SloQuestion.Best.LOAD, 1, 2);
    lab.saturated = size -> size == 1 ? 100 : 40;
    lab.saturatedMillis = size -> size == 1 ? 1280 : 100;
    assertThat(lab.measured()).allMatch(outcome -> status(outcome) == Status.FOUND);
    assertThat(values(lab)).satisfiesExactly(near(75), near(150));
  }

  @Test
  void of_clients_one_more_than_the_best_has_is_tried() {
    // So many clients of a server of size s wait 20 ms / s each: 10 s of them take 200 ms.
    Lab lab = new Lab(CLIENTS, SloQuestion.Best.LOAD, 2, 1, 3);
    lab.queue = (size, clients) -> 20 * clients / size;
    List<SloOutcome> outcomes = lab.measured();
    assertThat(values(lab)).containsExactly(20.0, 30.0);
    assertThat(pruned(outcomes.get(1))).contains("21 misses the SLA");
    assertThat(outcomes.get(1).probes()).hasSize(1);
  }

  @Test
  void what_ends_a_search_without_an_answer_still_leaves_what_is_known() {
    Lab lab = new Lab(RATE, SloQuestion.Best.EACH, 1);
    lab.probes = 3;
    SloOutcome outcome = lab.measured().getFirst();
    assertThat(status(outcome)).isEqualTo(Status.INCONCLUSIVE);
    Answer answer = answer(outcome);
    double fails = answer.fails().orElseThrow();
    assertThat(fails).isGreaterThan(75);
    assertThat(answer.why()).contains("3 runs did not settle it; so far").contains("did not");
  }

  private static ThrowingConsumer<Double> near(double value) {
    return each -> assertThat(each).isBetween(value / 1.021, value * 1.001);
  }

  private static List<Double> values(Lab lab) {
    return lab.measured().stream()
        .filter(outcome -> outcome.state() instanceof State.Answered)
        .map(outcome -> answer(outcome).value().orElseThrow())
        .toList();
  }

  private static Answer answer(SloOutcome outcome) {
    return ((State.Answered) outcome.state()).answer();
  }

  private static Status status(SloOutcome outcome) {
    return answer(outcome).status();
  }

  private static String pruned(SloOutcome outcome) {
    assertThat(outcome.state()).isInstanceOf(State.Pruned.class);
    return ((State.Pruned) outcome.state()).reason();
  }

  /// Servers that are formulas.
  private static final class Lab {

    private final String variable;
    private final SloQuestion.Best best;
    private final SearchSpace space;
    private DoubleBinaryOperator queue = QUEUE;
    private double scaling = 1;
    private int probes = SloSettings.PROBES;
    private DoubleUnaryOperator saturated = this::capacity;
    private DoubleUnaryOperator saturatedMillis = _ -> 5000;
    private int runs;

    Lab(String variable, SloQuestion.Best best, long... sizes) {
      this.variable = variable;
      this.best = best;
      List<Value> values = new ArrayList<>();
      for (int place = 0; place < sizes.length; place++) {
        values.add(Value.of(sizes[place]));
      }
      Value start = variable.equals(RATE) ? Value.of("inf") : Value.of(128);
      this.space =
          SearchSpace.builder()
              .add(new Parameter(SIZE, Scope.SERVER, new Domain.Choice(distinct(values))))
              .add(new Parameter(variable, Scope.LOAD, new Domain.Choice(List.of(start))))
              .build();
    }

    private static List<Value> distinct(List<Value> values) {
      return new ArrayList<>(new LinkedHashSet<>(values));
    }

    double capacity(double size) {
      return 100 * size * Math.pow(scaling, Math.log(size) / Math.log(2));
    }

    int runs() {
      measured();
      return runs;
    }

    /// Measures until the search names nothing more.
    List<SloOutcome> measured() {
      boolean rate = variable.equals(RATE);
      SloSettings usual = rate ? SloSettings.rate() : SloSettings.concurrency();
      SloSettings settings =
          new SloSettings(usual.variable(), usual.tolerance(), usual.runs(), probes, usual.start());
      SloSearch search =
          new SloSearch(
              new SloQuestion(
                  space,
                  variable,
                  List.of(WITHIN_200),
                  settings,
                  "guided",
                  best,
                  point -> (int) size(point)));
      Study study = Study.empty();
      runs = 0;
      while (true) {
        List<Point> next = search.next(study, 1);
        if (next.isEmpty()) {
          return search.outcomes(study);
        }
        Point point = next.getFirst();
        List<Run> there =
            study.trial(point).map(trial -> trial.state().committed()).orElse(List.of());
        List<Run> more = new ArrayList<>(there);
        more.add(run(point, there.size() + 1));
        study = study.with(new Trial(point, new TrialState.Completed(more)));
        runs++;
        assertThat(runs).isLessThan(200);
      }
    }

    private Run run(Point point, int repetition) {
      double load = Readings.number(point.value(variable)).orElseThrow();
      double size = size(point);
      double capacity = capacity(size);
      boolean full = Double.isInfinite(load);
      boolean over = variable.equals(RATE) && load >= capacity;
      double millis =
          full
              ? saturatedMillis.applyAsDouble(size)
              : over ? 5000 : queue.applyAsDouble(size, load);
      double throughput = full ? saturated.applyAsDouble(size) : Math.min(load, capacity);
      Figures figures =
          Figures.of(
              Map.of(
                  "completed",
                  1000.0,
                  "failed",
                  0.0,
                  "request_throughput",
                  throughput,
                  "p99_e2el_ms",
                  millis));
      return new Run(repetition, "", Verdict.none(), true, "", figures, new Run.Cost(1, 0, 1));
    }

    private static double size(Point point) {
      return Readings.number(point.value(SIZE)).orElseThrow();
    }
  }
}
