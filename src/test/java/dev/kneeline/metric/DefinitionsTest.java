package dev.kneeline.metric;

import static dev.kneeline.metric.SampleMaker.completed;
import static dev.kneeline.metric.SampleMaker.failed;
import static dev.kneeline.metric.SampleMaker.late;
import static dev.kneeline.metric.SampleMaker.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

  /// Sent at 0, tokens at 100, 120 and 160 ms: TTFT 100, gaps 20 and 40, TPOT 30, E2EL 160.
  private static final Sample FIRST = completed(10, 0, 100, 120, 160);

  /// Sent at 100, tokens at 300 and 310 ms: TTFT 200, gap 10, TPOT 10, E2EL 210.
  private static final Sample SECOND = completed(20, 100, 300, 310);

  @Test
  void latencies_are_means_and_percentiles_over_requests_and_gaps_are_pooled() {
    Figures figures = compute(FIRST, SECOND);

    assertThat(value(figures, "mean_ttft_ms")).isEqualTo(150);
    assertThat(value(figures, "median_ttft_ms")).isEqualTo(150);
    assertThat(value(figures, "std_ttft_ms")).isEqualTo(50);
    assertThat(value(figures, "p90_ttft_ms")).isEqualTo(190, within(1e-9));
    assertThat(value(figures, "mean_tpot_ms")).isEqualTo(20);
    assertThat(value(figures, "mean_itl_ms")).isEqualTo((20 + 40 + 10) / 3.0, within(1e-9));
    assertThat(value(figures, "median_itl_ms")).isEqualTo(20);
    assertThat(value(figures, "mean_e2el_ms")).isEqualTo(185);
  }

  @Test
  void rates_divide_by_the_window_and_not_by_the_span_of_the_samples() {
    Figures figures = compute(FIRST, SECOND);

    assertThat(value(figures, "duration")).isEqualTo(0.5);
    assertThat(value(figures, "request_throughput")).isEqualTo(4);
    assertThat(value(figures, "output_throughput")).isEqualTo(10);
    assertThat(value(figures, "total_token_throughput")).isEqualTo(70);
    assertThat(value(figures, "total_input_tokens")).isEqualTo(30);
    assertThat(value(figures, "total_output_tokens")).isEqualTo(5);
  }

  @Test
  void failed_requests_are_counted_by_class_and_enter_no_latency() {
    Figures figures = compute(FIRST, failed(FailureClass.TIMEOUT, 0, 490));

    assertThat(value(figures, "completed")).isEqualTo(1);
    assertThat(value(figures, "failed")).isEqualTo(1);
    assertThat(value(figures, "failed_timeout")).isEqualTo(1);
    assertThat(value(figures, "failed_connect")).isZero();
    assertThat(value(figures, "failure_rate")).isEqualTo(0.5);
    assertThat(value(figures, "mean_e2el_ms")).isEqualTo(160);
  }

  @Test
  void a_run_in_which_every_request_failed_has_no_latency_that_could_pass_a_limit() {
    Figures figures = compute(failed(FailureClass.HTTP_STATUS, 0, 5));

    assertThat(figures.value("p99_e2el_ms")).isEmpty();
    assertThat(figures.value("output_throughput")).isEmpty();
    assertThat(Slo.parse("p99_e2el_ms <= 200").orThrow().holds(figures)).isFalse();
    assertThat(value(figures, "failure_rate")).isEqualTo(1);
  }

  @Test
  void no_samples_at_all_give_absent_figures_under_every_key_of_a_full_run() {
    Figures none = compute();

    assertThat(none.byKey().keySet()).isEqualTo(compute(FIRST, SECOND).byKey().keySet());
    assertThat(none.value("mean_ttft_ms")).isEmpty();
    assertThat(none.value("failure_rate")).isEmpty();
    assertThat(value(none, "completed")).isZero();
  }

  @Test
  void an_answer_of_one_token_has_no_time_per_output_token() {
    Figures figures = compute(completed(5, 0, 80));

    assertThat(figures.value("mean_tpot_ms")).isEmpty();
    assertThat(figures.value("interactivity")).isEmpty();
    assertThat(value(figures, "mean_ttft_ms")).isEqualTo(80);
  }

  @Test
  void a_chunk_of_several_tokens_is_one_gap_between_events_and_several_between_tokens() {
    // Events at 100 (1 token), 140 (4 tokens), 160 (no token), 170 (1 token).
    Sample chunked = completed(5, 0, new long[] {100, 140, 160, 170}, new int[] {1, 4, 0, 1});
    Figures figures = compute(chunked);

    assertThat(value(figures, "mean_itl_ms")).isEqualTo(70 / 3.0, within(1e-9));
    assertThat(value(figures, "mean_token_gap_ms")).isEqualTo((4 * 10 + 30) / 5.0);
    assertThat(value(figures, "tokens_per_event")).isEqualTo(1.5);
    assertThat(value(figures, "mean_tpot_ms")).isEqualTo(14);
  }

  @Test
  void peak_concurrency_does_not_count_a_request_that_starts_as_another_ends() {
    Figures figures = compute(completed(1, 0, 100), completed(1, 100, 200), completed(1, 150, 250));

    assertThat(value(figures, "max_concurrent_requests")).isEqualTo(2);
    assertThat(value(figures, "mean_concurrent_requests")).isEqualTo(300 / 500.0);
  }

  @Test
  void mean_concurrency_counts_only_what_lies_inside_the_window() {
    Figures figures =
        Definitions.compute(List.of(completed(1, 0, 100)), window(50, 250), FigureOptions.usual());

    assertThat(value(figures, "mean_concurrent_requests")).isEqualTo(0.25);
  }

  @Test
  void a_window_counts_what_ends_inside_and_sees_the_rest_in_flight() {
    List<Sample> run =
        List.of(completed(1, 0, 40, 90), completed(1, 50, 120, 200), completed(1, 150, 220, 600));
    Figures figures = Definitions.compute(run, window(100, 500), FigureOptions.usual());

    assertThat(value(figures, "completed")).isEqualTo(1);
    assertThat(value(figures, "mean_ttft_ms")).isEqualTo(70);
    assertThat(value(figures, "request_throughput")).isEqualTo(1 / 0.4);
    assertThat(value(figures, "output_throughput")).isEqualTo(2 / 0.4);
    assertThat(value(figures, "max_concurrent_requests")).isEqualTo(2);
    assertThat(value(figures, "mean_concurrent_requests")).isEqualTo((100 + 350) / 400.0);
  }

  @Test
  void tokens_before_the_window_are_in_no_second_of_it() {
    Sample early = completed(1, 0, new long[] {10, 20, 1100}, new int[] {5, 5, 1});

    Figures figures =
        Definitions.compute(List.of(early), window(1000, 2000), FigureOptions.usual());

    assertThat(value(figures, "max_output_tokens_per_s")).isEqualTo(1);
  }

  @Test
  void the_best_second_counts_tokens_and_not_events() {
    Sample spread = completed(1, 0, new long[] {900, 1000, 1999, 2000}, new int[] {2, 3, 4, 8});

    Figures figures = Definitions.compute(List.of(spread), window(0, 2500), FigureOptions.usual());

    assertThat(value(figures, "max_output_tokens_per_s")).isEqualTo(8);
  }

  @Test
  void response_times_count_from_the_intended_start() {
    Figures figures = compute(late(FIRST, 40), SECOND);

    assertThat(value(figures, "mean_response_ttft_ms")).isEqualTo((140 + 200) / 2.0);
    assertThat(value(figures, "mean_response_ms")).isEqualTo((200 + 210) / 2.0);
    assertThat(value(figures, "mean_queue_ms")).isEqualTo(20);
    assertThat(value(figures, "mean_ttft_ms")).isEqualTo(150);
  }

  @Test
  void goodput_counts_the_requests_that_keep_every_limit() {
    FigureOptions options =
        FigureOptions.usual()
            .withGoodput(
                List.of(
                    RequestSlo.parse("ttft:150").orThrow(), RequestSlo.parse("tpot:30").orThrow()));

    Figures figures = Definitions.compute(List.of(FIRST, SECOND), window(0, 500), options);

    assertThat(value(figures, "request_goodput")).isEqualTo(2);
    assertThat(compute(FIRST).value("request_goodput")).isEmpty();
  }

  @Test
  void the_two_per_user_speeds_differ_by_the_waiting() {
    FigureOptions options = FigureOptions.usual().withMaxConcurrency(4).withGpus(2);

    Figures figures = Definitions.compute(List.of(FIRST, SECOND), window(0, 500), options);

    assertThat(value(figures, "interactivity")).isEqualTo(1000 / 20.0);
    assertThat(value(figures, "tok_s_user")).isEqualTo(10 / 4.0);
    assertThat(value(figures, "total_tokens_per_gpu")).isEqualTo(35);
    assertThat(value(figures, "output_tokens_per_gpu")).isEqualTo(5);
  }

  @Test
  void without_a_cap_the_observed_peak_is_the_number_of_users() {
    assertThat(value(compute(FIRST, SECOND), "tok_s_user")).isEqualTo(10 / 2.0);
  }

  @Test
  void a_percentile_that_the_sample_cannot_carry_is_written_and_marked() {
    List<Sample> requests =
        LongStream.rangeClosed(1, 59).mapToObj(i -> completed(1, 0, i, i + 10)).toList();

    Figures figures = Definitions.compute(requests, window(0, 500), FigureOptions.usual());

    assertThat(figures.figure("p95_ttft_ms").reliable()).isTrue();
    assertThat(figures.figure("p99_ttft_ms").reliable()).isFalse();
    assertThat(value(figures, "p99_ttft_ms")).isEqualTo(1 + 58 * 0.99, within(1e-9));
  }

  @Test
  void a_percentile_that_is_not_whole_keeps_its_point_in_the_key() {
    FigureOptions options = FigureOptions.usual().withPercentiles(List.of(99.9));

    Figures figures = Definitions.compute(List.of(FIRST, SECOND), window(0, 500), options);

    assertThat(figures.byKey()).containsKey("p99.9_ttft_ms").doesNotContainKey("p99_ttft_ms");
  }

  @Test
  void every_figure_has_a_row_in_the_table_of_metrics() {
    Figures figures =
        Definitions.compute(List.of(FIRST), window(0, 500), FigureOptions.usual().withGpus(1));

    assertThat(figures.byKey().keySet()).allMatch(key -> Metrics.find(key).isPresent());
  }

  private static Figures compute(Sample... samples) {
    return Definitions.compute(List.of(samples), window(0, 500), FigureOptions.usual());
  }

  private static double value(Figures figures, String key) {
    OptionalDouble value = figures.value(key);
    assertThat(value).as(key).isPresent();
    return value.getAsDouble();
  }
}
