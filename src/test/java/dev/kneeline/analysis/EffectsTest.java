package dev.kneeline.analysis;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.analysis.Effects.Effect;
import dev.kneeline.analysis.Effects.Interaction;
import dev.kneeline.metric.Objective;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {

  private static final Objective MOST = Objective.parse("max output_throughput").orThrow();

  @Test
  void effects_are_ratios_between_rows_that_differ_in_nothing_else() {
    // tp doubles the figure, seqs gives 10 %, and the two do not touch each other.
    Effects effects = effects((tp, seqs) -> 100 * tp * (seqs == 64 ? 1.1 : 1));

    List<Effect> main = effects.main();

    assertThat(main).extracting(Effect::parameter).containsExactly("tp", "seqs");
    assertThat(main.getFirst().change()).isEqualTo(3, within(1e-9));
    assertThat(main.getFirst().best()).isEqualTo(Value.of(4));
    assertThat(main.getFirst().worst()).isEqualTo(Value.of(1));
    assertThat(main.getFirst().pairs()).isEqualTo(2);
    assertThat(main.getLast().change()).isEqualTo(0.1, within(1e-9));
    assertThat(main.getLast().interval().orElseThrow().low()).isEqualTo(0.1, within(1e-9));
  }

  @Test
  void an_effect_that_depends_on_another_parameter_is_told_with_both_ends() {
    Effects effects = effects((tp, seqs) -> 100 + (seqs == 64 ? 100 * (tp - 1) : 0));

    Interaction first = effects.interactions().getFirst();

    assertThat(first.of().parameter()).isEqualTo("tp");
    assertThat(first.with()).isEqualTo("seqs");
    assertThat(first.strongest()).isEqualTo(Value.of(64));
    assertThat(first.changeAtStrongest()).isEqualTo(3, within(1e-9));
    assertThat(first.changeAtWeakest()).isEqualTo(0, within(1e-9));
  }

  @Test
  void parameters_that_only_vary_together_are_confounded_and_have_no_effect() {
    List<Row> rows =
        List.of(
            row(point("isl", 128, "osl", 16), "output_throughput", 10),
            row(point("isl", 256, "osl", 32), "output_throughput", 20));
    Effects effects = Effects.on(MOST, rows);

    assertThat(effects.main()).isEmpty();
    assertThat(effects.confounded()).containsExactly("isl", "osl");
  }

  @Test
  void holes_in_the_grid_do_not_mix_one_effect_with_anothers() {
    // Where tp is 4, only the slow seqs was measured: marginal means would say that tp = 4 is
    // worse.
    List<Row> rows =
        List.of(
            row(point("tp", 1, "seqs", 16), "output_throughput", 100),
            row(point("tp", 1, "seqs", 64), "output_throughput", 1000),
            row(point("tp", 4, "seqs", 16), "output_throughput", 200));

    Effect tp =
        Effects.on(MOST, rows).main().stream()
            .filter(effect -> effect.parameter().equals("tp"))
            .findFirst()
            .orElseThrow();

    assertThat(tp.best()).isEqualTo(Value.of(4));
    assertThat(tp.change()).isEqualTo(1, within(1e-9));
    assertThat(tp.interval()).isEmpty();
  }

  @Test
  void welchs_interval_is_the_published_one() {
    // Means 20.6 and 24.0, variances 6.8 and 6.5 over five each: error 1.631, df 7.996, t 2.306.
    double[] one = {17, 20, 20, 22, 24};
    double[] other = {21, 22, 24, 26, 27};

    var interval = Welch.difference(one, other, 0.95).orElseThrow();

    assertThat(Welch.standardError(one, other)).isEqualTo(Math.sqrt((6.8 + 6.5) / 5), within(1e-9));
    assertThat(interval.halfWidth()).isEqualTo(3.761, within(2e-3));
    assertThat((interval.low() + interval.high()) / 2).isEqualTo(-3.4, within(1e-9));
    assertThat(Welch.difference(new double[] {1}, other, 0.95)).isEmpty();
  }

  private interface Model {
    double at(int tp, int seqs);
  }

  private static Effects effects(Model model) {
    List<Row> rows = new ArrayList<>();
    for (int tp : new int[] {1, 2, 4}) {
      for (int seqs : new int[] {16, 64}) {
        rows.add(row(point("tp", tp, "seqs", seqs), "output_throughput", model.at(tp, seqs)));
      }
    }
    return Effects.on(MOST, rows);
  }
}
