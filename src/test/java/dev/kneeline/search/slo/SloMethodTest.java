package dev.kneeline.search.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.Reading.Finding;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Probe;
import dev.kneeline.search.slo.Step.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

final class SloMethodTest {

  private static final Sla WITHIN_200 = sla("p99_e2el_ms <= 200");

  @Test
  void a_limit_is_used_up_alike_in_every_unit() {
    assertThat(strain("p99_e2el_ms <= 200", 400)).isCloseTo(Math.log(2), offset(1e-9));
    assertThat(strain("request_throughput >= 100", 50)).isCloseTo(Math.log(2), offset(1e-9));
    assertThat(strain("p99_e2el_ms <= 200", 100)).isCloseTo(-Math.log(2), offset(1e-9));
    assertThat(strain("p99_e2el_ms < 200", 200)).isPositive();
    assertThat(strain("failed <= 0", 0)).isZero();
    assertThat(strain("failed <= 0", 3)).isPositive();
  }

  @Test
  void a_queue_s_rate_is_found_in_few_runs_and_to_the_tolerance() {
    List<Reading> history = new ArrayList<>();
    Answer answer = search("guided", SloSettings.rate(), WITHIN_200, queue(150, 50), history);
    assertThat(answer.status()).isEqualTo(Status.FOUND);
    // 50 ms / (1 - rate / 150) is 200 ms at 112.5 a second.
    assertThat(answer.value().orElseThrow()).isBetween(112.5 / 1.02, 112.5);
    assertThat(answer.fails().orElseThrow()).isBetween(112.5, 112.5 * 1.02);
    assertThat(history).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void a_server_that_is_too_slow_for_one_client_is_asked_no_more_than_three_things() {
    List<Reading> history = new ArrayList<>();
    // One client waits 300 ms, and all of them 10 ms for each.
    Answer answer =
        search(
            "guided",
            SloSettings.concurrency(),
            WITHIN_200,
            clients -> figures(300 + 10 * clients, 100, 0),
            history);
    assertThat(answer.status()).isEqualTo(Status.INFEASIBLE);
    assertThat(history.stream().map(Reading::value)).startsWith(128.0).endsWith(1.0).hasSize(3);
  }

  @Test
  void one_unlucky_run_of_the_least_load_does_not_make_a_server_infeasible() {
    List<Double> alone = new ArrayList<>(List.of(220.0, 180.0, 185.0));
    Answer answer =
        search(
            "guided",
            SloSettings.concurrency(),
            WITHIN_200,
            clients -> figures(clients > 1 ? 300 + 10 * clients : alone.removeFirst(), 100, 0));
    assertThat(answer.status()).isEqualTo(Status.FOUND);
    assertThat(answer.value()).hasValue(1);
    assertThat(answer.fails()).hasValue(2);
  }

  @Test
  void what_more_than_the_server_can_do_does_not_hurt_is_tried_at_the_highest_load_at_once() {
    List<Reading> history = new ArrayList<>();
    Answer answer =
        search(
            "guided",
            SloSettings.rate(),
            WITHIN_200,
            rate -> figures(Double.isInfinite(rate) ? 9000 : 20, Math.min(rate, 30), 0),
            history);
    assertThat(answer.status()).isEqualTo(Status.UNBOUNDED);
    assertThat(history.stream().map(Reading::value))
        .containsExactly(Double.POSITIVE_INFINITY, 25.5, 30.3, 300.0);
  }

  @Test
  void a_rate_far_below_one_a_second_is_found_too() {
    Answer answer = search("guided", SloSettings.rate(), WITHIN_200, queue(0.4, 50));
    assertThat(answer.value().orElseThrow()).isBetween(0.3 / 1.02, 0.3);
  }

  @Test
  void numbers_of_clients_are_whole() {
    List<Reading> history = new ArrayList<>();
    // One client waits 10 ms, and each further one as long: 20 of them wait 200 ms.
    Answer answer =
        search(
            "guided",
            SloSettings.concurrency(),
            WITHIN_200,
            clients -> figures(10 * clients, 100, 0),
            history);
    assertThat(answer.value()).hasValue(20);
    assertThat(answer.fails()).hasValue(21);
    assertThat(history).allMatch(reading -> reading.value() == Math.rint(reading.value()));
  }

  @Test
  void requests_that_all_fail_pass_nothing() {
    Answer answer =
        search(
            "guided",
            SloSettings.rate(),
            WITHIN_200,
            _ -> Figures.of(Map.of("completed", 0.0, "failed", 100.0)));
    assertThat(answer.status()).isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void survivors_do_not_hide_what_was_refused() {
    Answer answer =
        search(
            "guided",
            SloSettings.rate(),
            WITHIN_200,
            rate ->
                figures(
                    20,
                    Math.min(rate, 50),
                    Double.isInfinite(rate) ? 0 : Math.max(0, 1 - 50 / rate)));
    // At 50.5 a second one request in a hundred is refused.
    assertThat(answer.value().orElseThrow()).isBetween(50.5 / 1.02, 50.6);
  }

  @Test
  void an_idle_server_that_is_too_slow_is_infeasible_and_one_that_never_is_unbounded() {
    assertThat(search("guided", SloSettings.rate(), WITHIN_200, queue(30, 300)).status())
        .isEqualTo(Status.INFEASIBLE);
    Answer free =
        search(
            "guided", SloSettings.rate(), WITHIN_200, rate -> figures(20, Math.min(rate, 30), 0));
    assertThat(free.status()).isEqualTo(Status.UNBOUNDED);
    assertThat(free.value()).hasValue(300);
  }

  @Test
  void limits_that_ask_for_more_load_and_for_less_are_met_between() {
    Sla both = sla("p99_e2el_ms <= 200", "request_throughput >= 100");
    Answer answer = search("guided", SloSettings.rate(), both, queue(150, 50));
    assertThat(answer.value().orElseThrow()).isBetween(112.5 / 1.02, 112.5);
    Sla apart = sla("p99_e2el_ms <= 200", "request_throughput >= 130");
    assertThat(search("guided", SloSettings.rate(), apart, queue(150, 50)).status())
        .isEqualTo(Status.INFEASIBLE);
    Sla far = sla("p99_e2el_ms <= 100", "request_throughput >= 5", "mean_tpot_ms <= 1000");
    assertThat(search("guided", SloSettings.rate(), far, queue(20, 50)).value().orElseThrow())
        .isBetween(10 / 1.02, 10.0);
  }

  @Test
  void an_invalid_run_is_taken_again_and_never_counted() {
    Step first = SloMethod.named("guided", SloSettings.rate(), WITHIN_200).next(List.of());
    List<Reading> doubted = new ArrayList<>();
    for (int repetition = 1; repetition <= 3; repetition++) {
      Step step = SloMethod.named("guided", SloSettings.rate(), WITHIN_200).next(doubted);
      assertThat(step).isInstanceOf(Probe.class);
      assertThat(((Probe) step).value()).isEqualTo(((Probe) first).value());
      assertThat(((Probe) step).repetition()).isEqualTo(repetition);
      doubted.add(
          new Reading(
              ((Probe) step).value(),
              repetition,
              new Finding.Invalid(List.of("late sends", "a pause", "a stall", "no CPU"))));
    }
    Step last = SloMethod.named("guided", SloSettings.rate(), WITHIN_200).next(doubted);
    assertThat(last).isInstanceOf(Answer.class);
    assertThat(((Answer) last).status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(((Answer) last).why()).contains("late sends; a pause; and 2 more");
  }

  @Test
  void an_end_with_too_few_requests_for_its_percentile_is_extended_by_further_runs() {
    List<Reading> history = new ArrayList<>();
    Answer answer = search("guided", SloSettings.rate(), WITHIN_200, few(100), history);
    assertThat(answer.status()).isEqualTo(Status.FOUND);
    Map<Double, Integer> runs = new HashMap<>();
    history.forEach(reading -> runs.merge(reading.value(), 1, Integer::sum));
    assertThat(runs)
        .containsEntry(answer.value().orElseThrow(), 3)
        .containsEntry(answer.fails().orElseThrow(), 3);
    assertThat(runs.values()).as("other values are steps only").contains(1);
  }

  @Test
  void an_end_that_stays_too_thin_is_inconclusive_and_says_what_it_takes() {
    Answer answer = search("guided", SloSettings.rate(), WITHIN_200, few(40));
    assertThat(answer.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(answer.why()).contains("rests on 120 requests, and takes 299").contains("met it");
    assertThat(answer.value().orElseThrow()).isBetween(112.5 / 1.02, 112.5);
    assertThat(answer.fails().orElseThrow()).isBetween(112.5, 112.5 * 1.02);
    Sla mean = sla("mean_tpot_ms <= 20");
    assertThat(search("guided", SloSettings.rate(), mean, few(40)).status())
        .as("a mean asks for no number of requests")
        .isEqualTo(Status.FOUND);
  }

  /// The queue, with so few requests in a run that its p99 is not reliable.
  private static DoubleFunction<Figures> few(int requests) {
    return rate -> {
      SequencedMap<String, Figure> figures =
          new LinkedHashMap<>(queue(150, 50).apply(rate).byKey());
      figures.put("completed", Figure.of(requests));
      figures.computeIfPresent(
          "p99_e2el_ms", (_, figure) -> Figure.of(figure.value().orElseThrow(), false));
      return new Figures(figures);
    };
  }

  @Test
  void a_figure_that_the_result_lacks_is_told_and_not_guessed() {
    Answer answer = search("guided", SloSettings.rate(), sla("p95_ttft_ms <= 5"), queue(150, 50));
    assertThat(answer.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(answer.why()).isEqualTo("the result has no p95_ttft_ms");
  }

  @Test
  void the_next_step_does_not_depend_on_the_order_of_the_readings() {
    List<Reading> history = new ArrayList<>();
    search("guided", SloSettings.rate(), WITHIN_200, queue(73, 31), history);
    Random random = new Random(7);
    for (int size = 0; size <= history.size(); size++) {
      List<Reading> some = new ArrayList<>(history.subList(0, size));
      Step step = SloMethod.named("guided", SloSettings.rate(), WITHIN_200).next(some);
      Collections.shuffle(some, random);
      assertThat(SloMethod.named("guided", SloSettings.rate(), WITHIN_200).next(some))
          .isEqualTo(step);
    }
  }

  @Test
  void no_value_is_measured_more_often_than_asked_and_there_is_an_end() {
    Random random = new Random(3);
    for (int server = 0; server < 200; server++) {
      List<Reading> history = new ArrayList<>();
      double capacity = Math.exp(random.nextDouble() * 6);
      search(
          "guided",
          SloSettings.rate(),
          WITHIN_200,
          rate -> figures(random.nextDouble() * 400, Math.min(rate, capacity), 0),
          history);
      Map<Double, Integer> runs = new HashMap<>();
      history.forEach(reading -> runs.merge(reading.value(), 1, Integer::sum));
      assertThat(runs.values()).allMatch(count -> count <= SloSettings.RUNS);
      assertThat(history).hasSizeLessThanOrEqualTo(SloSettings.PROBES);
    }
  }

  @Test
  void the_seed_s_spline_is_told_to_end_where_it_went_round_for_ever() {
    List<Reading> history = new ArrayList<>();
    Variable bounds = Variable.whole(SloSettings.MOST);
    SloSettings settings = new SloSettings(bounds, 0.02, 1, 60, 1);
    Answer answer =
        search(
            "spline",
            settings,
            new Sla(List.of(Slo.parse("failed <= 0").orThrow()), 1.1),
            value -> figures(10, value, Math.max(0, value - 50) / 100_000),
            history);
    assertThat(answer.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(history.stream().map(Reading::value)).containsExactly(8192.0, 1.0, 2.0);
    assertThat(answer.why()).contains("round for ever at 2");
  }

  @Test
  void bisection_takes_both_bounds_and_thirteen_halvings() {
    List<Reading> history = new ArrayList<>();
    SloSettings settings = new SloSettings(Variable.whole(SloSettings.MOST), 0.02, 1, 60, 1);
    Answer answer = search("bisection", settings, WITHIN_200, queue(150, 50), history);
    assertThat(answer.value()).hasValue(112);
    assertThat(history).hasSize(15);
  }

  private static Answer search(
      String method, SloSettings settings, Sla sla, DoubleFunction<Figures> server) {
    return search(method, settings, sla, server, new ArrayList<>());
  }

  private static Answer search(
      String method,
      SloSettings settings,
      Sla sla,
      DoubleFunction<Figures> server,
      List<Reading> history) {
    while (true) {
      switch (SloMethod.named(method, settings, sla).next(List.copyOf(history))) {
        case Probe probe ->
            history.add(Reading.of(probe.value(), probe.repetition(), server.apply(probe.value())));
        case Answer answer -> {
          return answer;
        }
      }
    }
  }

  /// A request takes `alone` / (1 - share of the capacity).
  private static DoubleFunction<Figures> queue(double capacity, double alone) {
    return rate -> {
      double share = rate / capacity;
      double millis = share < 1 ? Math.min(alone / (1 - share), 100 * alone) : 100 * alone;
      return figures(millis, Math.min(rate, capacity), 0);
    };
  }

  private static Figures figures(double millis, double throughput, double failureRate) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("completed", 100_000 * (1 - failureRate));
    figures.put("failed", 100_000 * failureRate);
    figures.put("failure_rate", failureRate);
    figures.put("p99_e2el_ms", millis);
    figures.put("mean_tpot_ms", millis / 10);
    figures.put("request_throughput", throughput);
    return Figures.of(figures);
  }

  private static double strain(String limit, double actual) {
    return Strain.of(Slo.parse(limit).orThrow(), actual).log();
  }

  private static Sla sla(String... limits) {
    return new Sla(List.of(limits).stream().map(limit -> Slo.parse(limit).orThrow()).toList());
  }
}
