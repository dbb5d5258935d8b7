package dev.kneeline.analysis;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.analysis.Difference.Verdict;
import dev.kneeline.metric.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final String KEY = "output_throughput";

  @Test
  void five_runs_a_side_that_are_fully_apart_are_significant_by_mann_and_whitney() {
    Row before = row(point("a", 1), KEY, 100, 101, 102, 103, 104);
    Row after = row(point("a", 1), KEY, 90, 91, 92, 93, 94);

    Difference difference = compare(List.of(before), List.of(after)).points().getFirst();

    assertThat(difference.p().orElseThrow()).isEqualTo(2 / 252.0, within(1e-9));
    assertThat(difference.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(difference.change()).isEqualTo(92 / 102.0 - 1, within(1e-12));
    assertThat(difference.interval().orElseThrow().contains(-10 / 102.0)).isTrue();
  }

  @Test
  void less_latency_is_better_and_a_description_only_changes() {
    double[] high = {10, 11, 12, 13, 14};
    double[] low = {1, 2, 3, 4, 5};

    assertThat(verdict("p99_ttft_ms", high, low)).isEqualTo(Verdict.BETTER);
    assertThat(verdict("duration", high, low)).isEqualTo(Verdict.CHANGED);
    assertThat(verdict(KEY, high, high)).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void one_run_each_decides_nothing() {
    Comparison comparison =
        compare(List.of(row(point("a", 1), KEY, 100)), List.of(row(point("a", 1), KEY, 50)));

    Difference difference = comparison.points().getFirst();
    assertThat(difference.verdict()).isEqualTo(Verdict.UNDECIDABLE);
    assertThat(difference.significant()).isFalse();
    assertThat(difference.interval()).isEmpty();
    assertThat(comparison.overall()).isEmpty();
    assertThat(comparison.failing(gate("output_throughput < -5% and significant"))).isEmpty();
    assertThat(comparison.failing(gate("output_throughput < -5%"))).hasSize(1);
  }

  @Test
  void a_small_shift_common_to_many_configurations_is_found_over_all_of_them() {
    Random random = new Random(1);
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double base = 100 * (i + 1);
      before.add(row(point("a", i), KEY, base * (1 + 0.01 * random.nextGaussian())));
      after.add(row(point("a", i), KEY, base * 0.95 * (1 + 0.01 * random.nextGaussian())));
    }

    Comparison comparison = compare(before, after);

    Difference overall = comparison.overall().getFirst();
    assertThat(overall.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(overall.change()).isBetween(-0.06, -0.04);
    assertThat(overall.interval().orElseThrow().contains(-0.05)).isTrue();
    assertThat(comparison.points())
        .allMatch(difference -> difference.verdict() == Verdict.UNDECIDABLE);
    assertThat(comparison.failing(gate("output_throughput < -3% and significant"))).hasSize(1);
    assertThat(comparison.failing(gate("output_throughput < -9% and significant"))).isEmpty();
  }

  @Test
  void without_a_shift_a_false_alarm_is_as_rare_as_it_says() {
    Random random = new Random(2);
    int alarms = 0;
    for (int round = 0; round < 400; round++) {
      double[] one = random.doubles(6).toArray();
      double[] other = random.doubles(6).toArray();
      alarms += verdict(KEY, one, other) == Verdict.NOT_FOUND ? 0 : 1;
    }
    assertThat(alarms / 400.0).isLessThan(0.075);
  }

  @Test
  void sign_flips_of_six_equal_numbers_leave_two_patterns_of_sixty_four() {
    double[] six = {1, 1, 1, 1, 1, 1};

    assertThat(SignFlips.probability(six, 0)).hasValue(2 / 64.0);
    assertThat(SignFlips.probability(Arrays.copyOf(six, 5), 0)).isEmpty();
    double[] many = new double[40];
    Arrays.fill(many, 0.3);
    assertThat(SignFlips.probability(many, 0).orElseThrow()).isLessThan(0.001);
    assertThat(SignFlips.probability(many, 7)).isEqualTo(SignFlips.probability(many, 7));
  }

  @Test
  void runs_of_one_seed_are_compared_in_pairs_and_find_what_the_requests_would_hide() {
    double[] before = {100, 200, 150, 400, 300, 120};
    double[] after = Arrays.stream(before).map(each -> 0.97 * each).toArray();
    List<Row> first = List.of(row(point("a", 1), KEY, before));
    List<Row> second = List.of(row(point("a", 1), KEY, after));

    Difference paired =
        Comparison.of(first, second, new Comparison.Options(List.of(KEY), List.of(), 1, true))
            .points()
            .getFirst();
    Difference unpaired = compare(first, second).points().getFirst();

    // All six ratios on one side: 2 of 64 sign patterns are as far from 0.
    assertThat(paired.p().orElseThrow()).isEqualTo(2 / 64.0, within(1e-12));
    assertThat(paired.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(paired.interval().orElseThrow().low()).isEqualTo(-0.03, within(1e-9));
    assertThat(unpaired.verdict()).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void fewer_than_six_pairs_are_compared_as_two_samples() {
    Row before = row(point("a", 1), KEY, 100, 101, 102, 103, 104);
    Row after = row(point("a", 1), KEY, 90, 91, 92, 93, 94);

    Difference difference =
        Comparison.of(
                List.of(before),
                List.of(after),
                new Comparison.Options(List.of(KEY), List.of(), 1, true))
            .points()
            .getFirst();

    assertThat(difference.p().orElseThrow()).isEqualTo(2 / 252.0, within(1e-9));
  }

  @Test
  void configurations_that_fall_together_cannot_be_paired() {
    double[] six = {1, 2, 3, 4, 5, 6};
    List<Row> two = List.of(row(point("a", 1, "b", 1), KEY, six), row(point("a", 1), KEY, six));

    Difference difference =
        Comparison.of(two, two, new Comparison.Options(List.of(KEY), List.of("a"), 1, true))
            .points()
            .getFirst();

    assertThat(difference.verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(difference.before()).isEqualTo(3.5);
  }

  @Test
  void sign_flips_give_fishers_own_answer_for_darwins_maize() {
    // Fisher, The Design of Experiments (1935), section 21: heights of 15 pairs in eighths of an
    // inch; 863 of 32,768 sign patterns reach the sum of 314, as many -314.
    double[] maize = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

    assertThat(SignFlips.probability(maize, 0)).hasValue(2 * 863 / 32768.0);
  }

  @Test
  void mann_and_whitneys_test_gives_the_published_answer_for_permeability() {
    // Hollander and Wolfe (1973), table 4.1: W = 35, 0.1272 on one side.
    double[] term = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double[] early = {1.15, 0.88, 0.90, 0.74, 1.21};

    assertThat(MannWhitney.probability(term, early).orElseThrow()).isEqualTo(0.2544, within(5e-5));
  }

  @Test
  void holms_correction_multiplies_the_smallest_by_all_and_never_falls() {
    List<Tested> tests =
        List.of(
            tested(0.04),
            tested(0.01),
            tested(0.03),
            new Tested(difference(), OptionalDouble.empty()));

    List<Difference> concluded = Tested.concluded(tests);

    // Rising: 0.01 * 3, 0.03 * 2, then 0.04 * 1 held up to 0.06.
    assertThat(concluded.get(1).p().orElseThrow()).isEqualTo(0.03, within(1e-12));
    assertThat(concluded.get(2).p().orElseThrow()).isEqualTo(0.06, within(1e-12));
    assertThat(concluded.get(0).p().orElseThrow()).isEqualTo(0.06, within(1e-12));
    assertThat(concluded.get(3).verdict()).isEqualTo(Verdict.UNDECIDABLE);
    assertThat(concluded.stream().map(Difference::significant))
        .containsExactly(false, true, false, false);
  }

  @Test
  void configurations_are_matched_by_what_both_have_and_the_others_are_named() {
    List<Row> before =
        List.of(row(point("a", 1, "old", 1), KEY, 1), row(point("a", 2, "old", 1), KEY, 2));
    List<Row> after =
        List.of(row(point("a", 1, "new", 1), KEY, 3), row(point("a", 3, "new", 1), KEY, 4));

    Comparison comparison = compare(before, after);

    assertThat(comparison.matched()).isEqualTo(1);
    assertThat(comparison.onlyBefore()).containsExactly(point("a", 2));
    assertThat(comparison.onlyAfter()).containsExactly(point("a", 3));
  }

  @Test
  void the_smallest_difference_that_would_be_found_shrinks_with_runs() {
    double[] five = {98, 99, 100, 101, 102};
    double[] fifteen = {98, 99, 100, 101, 102, 98, 99, 100, 101, 102, 98, 99, 100, 101, 102};

    // Errors 1.0 at 8 degrees: (2.306 + 0.889) * 1.0 / 100.
    assertThat(Welch.smallestShare(five, five).orElseThrow()).isEqualTo(0.03195, within(5e-5));
    assertThat(Welch.smallestShare(fifteen, fifteen).orElseThrow()).isLessThan(0.017);
    assertThat(Welch.smallestShare(new double[] {1}, five)).isEmpty();
  }

  @Test
  void gates_are_read_and_unknown_metrics_answered() {
    assertThat(gate("p99_ttft_ms > +10%")).isEqualTo(new Gate("p99_ttft_ms", false, 0.1, false));
    assertThat(Gate.parse("output_thruput < -5%"))
        .isEqualTo(
            new Parsed.Bad<>(
                "unknown metric 'output_thruput'", "did you mean 'output_throughput'?"));
    assertThat(Gate.parse("output_throughput worse")).isInstanceOf(Parsed.Bad.class);
  }

  @Test
  void changed_provenance_is_told_as_before_and_after() {
    Map<String, String> before = new LinkedHashMap<>(Map.of("vllm", "0.10"));
    before.put("gpu", "H100");

    assertThat(
            Comparison.changedFacts(before, Map.of("vllm", "0.11", "gpu", "H100", "driver", "570")))
        .containsOnly(Map.entry("vllm", "0.10 -> 0.11"), Map.entry("driver", "none -> 570"));
  }

  private static Verdict verdict(String key, double[] one, double[] other) {
    return Comparison.of(
            List.of(row(point("a", 1), key, one)),
            List.of(row(point("a", 1), key, other)),
            new Comparison.Options(List.of(key), List.of(), 1))
        .points()
        .getFirst()
        .verdict();
  }

  private static Comparison compare(List<Row> before, List<Row> after) {
    return Comparison.of(before, after, new Comparison.Options(List.of(KEY), List.of(), 1));
  }

  private static Gate gate(String text) {
    return Gate.parse(text).orThrow();
  }

  private static Tested tested(double p) {
    return new Tested(difference(), OptionalDouble.of(p));
  }

  private static Difference difference() {
    return new Difference(
        KEY,
        java.util.Optional.empty(),
        1,
        2,
        java.util.Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Verdict.UNDECIDABLE);
  }
}
