package dev.kneeline.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A study beside a plain map that is told the same.
class StudyTest {

  @Test
  void whatever_is_added_and_replaced_it_answers_as_a_map_in_the_order_of_first_mention() {
    SplittableRandom random = new SplittableRandom(11);
    Study study = Study.empty();
    Map<Point, Trial> plain = new LinkedHashMap<>();
    for (int event = 0; event < 3000; event++) {
      Trial trial = new Trial(point(random.nextInt(800)), state(random.nextInt(3)));
      study = study.with(trial);
      plain.put(trial.point(), trial);
      assertThat(study.trial(trial.point())).contains(trial);
    }
    assertThat(study.trials()).containsExactlyElementsOf(plain.values());
    assertThat(study.trial(point(900))).isEmpty();
    for (Trial trial : plain.values()) {
      assertThat(study.settled(trial.point()))
          .isEqualTo(trial.state() instanceof TrialState.Pruned);
    }
  }

  @Test
  void an_earlier_study_does_not_change_with_a_later_one() {
    Study before = Study.of(List.of(new Trial(point(1), state(0))));
    Study after = before.with(new Trial(point(1), state(2))).with(new Trial(point(2), state(2)));
    assertThat(before.trials()).hasSize(1);
    assertThat(before.settled(point(1))).isFalse();
    assertThat(after.settled(point(1))).isTrue();
    assertThat(after.trials()).hasSize(2);
  }

  @Test
  void two_trials_of_one_point_are_refused_by_its_label() {
    List<Trial> twice = new ArrayList<>();
    twice.add(new Trial(point(7), state(0)));
    twice.add(new Trial(point(7), state(1)));
    assertThatThrownBy(() -> Study.of(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x=7");
  }

  private static TrialState state(int which) {
    return switch (which) {
      case 0 -> new TrialState.Waiting();
      case 1 -> new TrialState.Running(List.of());
      default -> new TrialState.Pruned("of no use");
    };
  }

  private static Point point(int x) {
    return new Point(new LinkedHashMap<>(Map.of("load.x", Value.of(x))));
  }
}
