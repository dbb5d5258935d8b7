package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerSeriesTest {

  @Test
  void gauges_are_found_under_each_engines_name() {
    String vllm =
        """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="m"} 3.0
        vllm:num_requests_running{engine="1",model_name="m"} 4.0
        vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.25
        vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.5
        vllm:time_to_first_token_seconds_sum{engine="0"} 12.5
        process_open_fds 12
        vllm:num_requests_waiting NaN
        """;
    assertThat(ServerSeries.parse(vllm))
        .isEqualTo(
            Map.of(ServerGauge.RUNNING, 7.0, ServerGauge.KV_USE, 0.5, ServerGauge.TTFT_SUM, 12.5));
    assertThat(ServerSeries.parse("sglang:num_queue_reqs{model_name=\"m\"} 9\n"))
        .containsEntry(ServerGauge.WAITING, 9.0);
    assertThat(ServerSeries.parse("llamacpp:requests_processing 2\n"))
        .containsEntry(ServerGauge.RUNNING, 2.0);
    assertThat(ServerSeries.parse("<html>Not Found</html>")).isEmpty();
  }

  @Test
  void a_runs_summary_takes_gauges_inside_it_and_counters_growth() {
    ServerSeries series =
        new ServerSeries(
            List.of(
                new ServerSeries.Moment(-5, values(100, 1000, 400)),
                new ServerSeries.Moment(10, values(2, 1500, 600)),
                new ServerSeries.Moment(20, values(4, 2000, 800))));
    assertThat(series.summary().get("server_running_mean")).isEqualTo(3);
    assertThat(series.summary().get("server_running_max")).isEqualTo(4);
    assertThat(series.summary().get("server_prefix_hit_share")).isCloseTo(0.4, within(1e-9));
    assertThat(series.summary()).doesNotContainKeys("server_mean_ttft_ms", "server_waiting_max");
    assertThat(ServerSeries.none().summary()).isEmpty();
  }

  @Test
  void guesses_are_told_under_vllms_names_with_its_definitions() {
    String page =
        """
        vllm:spec_decode_num_drafts_total{engine="0"} %d
        vllm:spec_decode_num_draft_tokens_total{engine="0"} %d
        vllm:spec_decode_num_accepted_tokens_total{engine="0"} %d
        """;
    ServerSeries series =
        new ServerSeries(
            List.of(
                new ServerSeries.Moment(-5, ServerSeries.parse(page.formatted(10, 30, 20))),
                new ServerSeries.Moment(9, ServerSeries.parse(page.formatted(110, 330, 170)))));
    assertThat(series.guesses())
        .containsEntry("spec_decode_acceptance_rate", 50.0)
        .containsEntry("spec_decode_acceptance_length", 2.5)
        .containsEntry("spec_decode_num_drafts", 100.0);
    assertThat(ServerSeries.none().guesses()).isEmpty();
  }

  @Test
  void a_histogram_is_what_grew_between_two_looks_over_all_engines() {
    String line = "vllm:time_to_first_token_seconds_bucket{engine=\"%d\",le=\"%s\"} %d\n";
    String before =
        line.formatted(0, "0.1", 5) + line.formatted(0, "0.2", 5) + line.formatted(0, "+Inf", 5);
    String after =
        line.formatted(0, "0.1", 8)
            + line.formatted(1, "0.1", 1)
            + line.formatted(0, "0.2", 13)
            + line.formatted(1, "0.2", 2)
            + line.formatted(0, "+Inf", 18)
            + line.formatted(1, "+Inf", 2);
    ServerHistogram grown = ServerHistogram.parse(after).since(ServerHistogram.parse(before));
    assertThat(grown.upTo()).isEqualTo(Map.of(0.1, 4.0, 0.2, 10.0, Double.POSITIVE_INFINITY, 15.0));
    assertThat(grown.quantile(5 / 15.0)).hasValueCloseTo(0.1 + 0.1 / 6, within(1e-9));
    assertThat(grown.quantile(0.9)).as("beyond the last bound").hasValue(0.2);
    assertThat(grown.since(grown).quantile(0.5)).isEmpty();
    assertThat(ServerHistogram.parse("llamacpp:requests_processing 2\n").quantile(0.5)).isEmpty();
  }

  private static Map<ServerGauge, Double> values(double running, double queries, double hits) {
    return Map.of(
        ServerGauge.RUNNING, running,
        ServerGauge.PREFIX_QUERIES, queries,
        ServerGauge.PREFIX_HITS, hits);
  }
}
