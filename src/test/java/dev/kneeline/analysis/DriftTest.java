package dev.kneeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.report.DriftText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DriftTest {

  private static final String KEY = "output_throughput";

  @Test
  void a_slope_within_configurations_is_the_one_computed_by_hand() {
    // log values 0, 1, 3 at 0, 1, 2 and 5, 5, 5 at 1, 2, 3. Within: Sxx = 2 + 2, Sxy = 3 + 0,
    // Syy = 14/3, slope 0.75; residual 14/3 - 2.25 on 6 - 2 - 1 = 3 degrees. With a third pair of
    // equal values at 0, 1: Sxx = 4.5, slope 2/3, residual 14/3 - 2 = 8/3 on 8 - 3 - 1 = 4 degrees:
    // error sqrt(2/3 / 4.5) = 0.3849, t = 1.732, p = 0.1583 (two-sided).
    List<Row> rows =
        List.of(
            row("a", new double[] {0, 1, 2}, Math.exp(0), Math.exp(1), Math.exp(3)),
            row("b", new double[] {1, 2, 3}, 7, 7, 7),
            row("c", new double[] {0, 1}, 9, 9),
            row("alone", new double[] {1000}, 5));
    Drift drift = Drift.of(rows, KEY).getFirst();
    assertThat(drift.runs()).isEqualTo(8);
    assertThat(drift.points()).isEqualTo(3);
    assertThat(drift.change()).isCloseTo(Math.expm1(2.0 / 3 * 3), Offset.offset(1e-9));
    assertThat(drift.p()).isCloseTo(0.1583, Offset.offset(5e-5));
    assertThat(drift.interval().contains(0)).isTrue();
    assertThat(drift.significant()).isFalse();
  }

  @Test
  void a_machine_that_slows_down_is_told_with_the_size_of_it() {
    List<Row> rows = noisy(1, -0.05);
    assertThat(DriftText.of(rows, KEY)).hasSize(1);
    assertThat(DriftText.of(rows, KEY).getFirst())
        .startsWith("output_throughput fell ")
        .endsWith(" over the sweep (p < 0.001, 40 runs of 10 configurations).");
    Drift drift = Drift.of(rows, KEY).getFirst();
    assertThat(drift.interval().contains(Math.expm1(-0.05))).isTrue();
  }

  @Test
  void a_machine_that_does_not_is_falsely_accused_once_in_twenty() {
    int accused = 0;
    for (int seed = 0; seed < 400; seed++) {
      accused += Drift.of(noisy(seed, 0), KEY).getFirst().significant() ? 1 : 0;
    }
    // 400 times 5 % is 20, with a deviation of 4.4.
    assertThat(accused).isBetween(6, 36);
  }

  @Test
  void the_place_in_a_servers_life_is_tested_where_there_are_several() {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int point = 0; point < 8; point++) {
      List<Row.Moment> moments = new ArrayList<>();
      double[] values = new double[4];
      for (int repetition = 0; repetition < values.length; repetition++) {
        int place = random.nextInt(6);
        moments.add(new Row.Moment(100 * repetition, "servers/s/attempt-" + repetition, place));
        values[repetition] = 100 * Math.exp(0.02 * place + 0.002 * random.nextGaussian());
      }
      Row row = StudyMaker.row(StudyMaker.point("p", point), KEY, values);
      rows.add(new Row(row.point(), row.columns(), row.state(), row.leftOut(), moments));
    }
    List<Drift> drifts = Drift.of(rows, KEY);
    assertThat(drifts).extracting(Drift::over).containsExactly(Drift.Over.TIME, Drift.Over.PLACE);
    assertThat(drifts.getLast().significant()).isTrue();
    assertThat(drifts.getLast().change()).isCloseTo(Math.expm1(0.1), Offset.offset(0.02));
    assertThat(drifts.getFirst().significant()).isFalse();
  }

  @Test
  void without_repetitions_or_times_nothing_is_tested() {
    assertThat(Drift.of(StudyMaker.server(1, false), KEY)).isEmpty();
    assertThat(Drift.of(List.of(row("a", new double[] {0}, 1)), KEY)).isEmpty();
  }

  /// Ten configurations in four rounds of a sweep that lasts 400 s, with 1 % of noise.
  private static List<Row> noisy(long seed, double logChange) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int point = 0; point < 10; point++) {
      double[] seconds = new double[4];
      double[] values = new double[4];
      for (int round = 0; round < 4; round++) {
        seconds[round] = 100 * round + 10 * point;
        double log = logChange * seconds[round] / 390 + 0.01 * random.nextGaussian();
        values[round] = (100 + 50 * point) * Math.exp(log);
      }
      rows.add(row("p" + point, seconds, values));
    }
    return rows;
  }

  private static Row row(String name, double[] seconds, double... values) {
    Row row = StudyMaker.row(StudyMaker.point(name, 1), KEY, values);
    List<Row.Moment> moments = new ArrayList<>();
    for (double each : seconds) {
      moments.add(new Row.Moment(each, "", 0));
    }
    return new Row(row.point(), row.columns(), row.state(), row.leftOut(), moments);
  }
}
