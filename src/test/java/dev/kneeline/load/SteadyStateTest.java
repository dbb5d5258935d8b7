package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import dev.kneeline.metric.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SteadyStateTest {

  /// Two slots. The first holds 0-10, 10-20, 20-30; the second 4-12, 12-22 and is then empty.
  private static final List<Sample> TWO_SLOTS =
      List.of(request(0, 10), request(10, 20), request(20, 30), request(4, 12), request(12, 22));

  @Test
  void the_window_runs_from_the_first_full_moment_to_the_last() {
    SteadyState steady = of(TWO_SLOTS, 2).orElseThrow();
    assertThat(steady.window()).isEqualTo(new Window(4, 22));
    assertThat(steady.level()).isEqualTo(new SteadyState.Level(2, 0.95, 2, 2));
  }

  @Test
  void inside_are_starts_ends_and_tokens_of_the_half_open_window() {
    SteadyState steady = of(TWO_SLOTS, 2).orElseThrow();
    assertThat(steady.started()).isEqualTo(4);
    assertThat(steady.ended()).isEqualTo(3);
    // One token at each request's middle (5, 15, 25, 8, 17) and one at its end (10, 20, 30, 12,
    // 22).
    assertThat(steady.outputTokens()).isEqualTo(4 + 3);
  }

  @Test
  void a_loop_that_was_never_full_has_none() {
    assertThat(of(TWO_SLOTS, 3)).isEmpty();
    assertThat(of(new ArrayList<>(), 1)).isEmpty();
  }

  @Test
  void an_open_loops_plateau_is_what_it_keeps_for_half_of_the_time() {
    // In flight: 1 to 2, 2 to 4, 3 to 12, 2 to 13, 1 to 30: three for 8, two for 3, one for 19.
    List<Sample> samples = List.of(request(0, 30), request(2, 13), request(4, 12));
    assertThat(new InFlight(samples).median()).isEqualTo(1);
    // Four in flight for 10 of 19, so the plateau is 4, of which 90 % are still 4.
    List<Sample> wide = List.of(request(0, 19), request(1, 14), request(2, 14), request(4, 14));
    SteadyState steady = SteadyState.ofOpenLoop(wide, FigureOptions.usual()).orElseThrow();
    assertThat(steady.level()).isEqualTo(new SteadyState.Level(4, 0.9, 4, 4));
    assertThat(steady.window()).isEqualTo(new Window(4, 14));
    assertThat(steady.inputTokens()).isEqualTo(1);
    assertThat(steady.started()).isEqualTo(1);
    assertThat(steady.latencies().value("mean_e2el_ms")).hasValue(10 / 1e6);
  }

  @Test
  void a_short_window_carries_a_warning() {
    SteadyState steady = of(TWO_SLOTS, 2).orElseThrow();
    assertThat(steady.warning(new Window(0, 30)))
        .hasValueSatisfying(text -> assertThat(text).contains("0.0 s is shorter than 10.0 s"));
  }

  private static Optional<SteadyState> of(List<Sample> samples, int cap) {
    return SteadyState.of(samples, cap, FigureOptions.usual());
  }

  private static Sample request(long sent, long end) {
    TokenEvents events = new TokenEvents(new long[] {(sent + end) / 2, end}, new int[] {1, 1});
    Timing timing = new Timing(sent, sent, 0, end);
    return new Sample(0, timing, events, Outcome.completed(), 1, 2, 2, Optional.empty());
  }
}
