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

  private static Map<ServerGauge, Double> values(double running, double queries, double hits) {
    return Map.of(
        ServerGauge.RUNNING, running,
        ServerGauge.PREFIX_QUERIES, queries,
        ServerGauge.PREFIX_HITS, hits);
  }
}
