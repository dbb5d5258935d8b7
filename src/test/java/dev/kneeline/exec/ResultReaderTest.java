package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.ResultSource.Format;
import dev.kneeline.plan.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultReaderTest {

  @TempDir Path folder;

  @Test
  void vllms_keys_are_ours_and_what_is_no_metric_is_named() throws Exception {
    ResultReader.Reading reading =
        read(
            Format.VLLM,
            """
            {"date": "20260131-120000", "num_prompts": 100, "request_rate": "inf", "burstiness": 1.0,
             "duration": 12.5, "completed": 99, "failed": 1, "total_output_tokens": 12672,
             "request_goodput": null, "output_throughput": 1013.76, "mean_ttft_ms": 31.5,
             "p99_e2el_ms": NaN, "itls": [[0.1, 0.2], [0.3]], "ttfts": [0.03, 0.04]}
            """);

    assertThat(reading.figures().byKey().keySet())
        .containsExactly(
            "duration",
            "completed",
            "failed",
            "total_output_tokens",
            "output_throughput",
            "mean_ttft_ms");
    assertThat(reading.figures().value("output_throughput")).hasValue(1013.76);
    assertThat(reading.notes())
        .containsExactly("numbers of the result file that are no metric: num_prompts, burstiness");
  }

  @Test
  void of_appended_lines_the_last_one_counts() throws Exception {
    assertThat(
            read(Format.VLLM, "{\"completed\": 1, \"duration\": 9}\n{\"completed\": 2}\n")
                .figures()
                .byKey())
        .containsOnlyKeys("completed");
  }

  @Test
  void sglangs_names_become_ours() throws Exception {
    ResultReader.Reading reading =
        read(
            Format.SGLANG,
            """
            {"completed": 10, "total_throughput": 300.5, "concurrency": 3.25, "mean_e2e_latency_ms": 40.0,
             "p99_e2e_latency_ms": 80, "server_info": {"duration": 1}, "input_throughput": 200}
            """);

    assertThat(reading.figures().value("total_token_throughput")).hasValue(300.5);
    assertThat(reading.figures().value("mean_concurrent_requests")).hasValue(3.25);
    assertThat(reading.figures().value("mean_e2el_ms")).hasValue(40);
    assertThat(reading.figures().value("p99_e2el_ms")).hasValue(80);
    assertThat(reading.figures().value("duration")).isEmpty();
  }

  @Test
  void genai_benchs_seconds_become_milliseconds_unless_it_says_that_they_are() throws Exception {
    String file =
        """
        {%s "aggregated_metrics": {"run_duration": 60.0, "num_completed_requests": 5,
         "mean_output_throughput_tokens_per_s": 120.0, "error_rate": 0.1,
         "stats": {"ttft": {"mean": 0.25, "p99": 0.5, "stddev": 0.125, "p50": 0.2},
                   "output_latency": {"mean": 9}, "e2e_latency": {"p90": 2}}}}
        """;

    ResultReader.Reading seconds = read(Format.GENAI_BENCH, file.formatted(""));
    assertThat(seconds.figures().value("mean_ttft_ms")).hasValue(250);
    assertThat(seconds.figures().value("p99_ttft_ms")).hasValue(500);
    assertThat(seconds.figures().value("std_ttft_ms")).hasValue(125);
    assertThat(seconds.figures().value("median_ttft_ms")).hasValue(200);
    assertThat(seconds.figures().value("p90_e2el_ms")).hasValue(2000);
    assertThat(seconds.figures().value("duration")).hasValue(60);
    assertThat(seconds.figures().value("output_throughput")).hasValue(120);
    ResultReader.Reading millis =
        read(Format.GENAI_BENCH, file.formatted("\"_time_unit\": \"ms\","));
    assertThat(millis.figures().value("mean_ttft_ms")).hasValue(0.25);
  }

  @Test
  void any_json_is_read_by_the_paths_that_are_named() throws Exception {
    Path file = write("{\"runs\": [{\"speed\": 1}, {\"speed\": 2.5}], \"other\": [1, 2]}");
    ResultSource source =
        new ResultSource(
            Template.literal("x"), Format.PATHS, Map.of("output_throughput", "runs.1.speed"));

    assertThat(ResultReader.read(file, source).figures().value("output_throughput")).hasValue(2.5);
  }

  @Test
  void a_path_without_a_number_is_an_error_that_names_it() throws Exception {
    Path file = write("{\"a\": {\"b\": \"text\"}}");
    ResultSource source =
        new ResultSource(Template.literal("x"), Format.PATHS, Map.of("duration", "a.b"));

    assertThatThrownBy(() -> ResultReader.read(file, source))
        .isInstanceOf(UnreadableResultException.class)
        .hasMessageContaining("a.b");
  }

  @Test
  void missing_empty_cut_off_and_foreign_files_are_unreadable() {
    assertThatThrownBy(() -> ResultReader.read(folder.resolve("none.json"), source(Format.VLLM)))
        .hasMessageContaining("there is no result file");
    assertThatThrownBy(() -> read(Format.VLLM, "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> read(Format.VLLM, "{\"completed\": 1"))
        .hasMessageContaining("no valid JSON");
    assertThatThrownBy(() -> read(Format.VLLM, "{\"colour\": 1}"))
        .hasMessageContaining("holds no metric");
  }

  private ResultReader.Reading read(Format format, String text) throws Exception {
    return ResultReader.read(write(text), source(format));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("result.json"), text);
  }

  private static ResultSource source(Format format) {
    return new ResultSource(Template.literal("result.json"), format, Map.of());
  }
}
