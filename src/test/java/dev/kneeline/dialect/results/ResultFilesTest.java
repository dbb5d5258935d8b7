package dev.kneeline.dialect.results;

import static dev.kneeline.dialect.results.ResultMaker.vllm;
import static dev.kneeline.dialect.results.ResultMaker.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.space.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each tool's names become.
class ResultFilesTest {

  @TempDir Path folder;

  @Test
  void a_run_of_vllms_sweep_has_its_swept_parameters_typed_and_scoped() {
    write(
        folder.resolve("SERVE--tp_size=4-dtype=fp8-BENCH--random_input_len=128/run=2.json"),
        vllm(8, 1000, "\"tp_size\": 4, \"dtype\": \"fp8\", \"random_input_len\": 128,"));

    FoundRun run = one();

    assertThat(run.format()).isEqualTo(ResultFormat.VLLM);
    assertThat(run.point().value("server.tp-size")).isEqualTo(Value.of(4));
    assertThat(run.point().value("server.dtype")).isEqualTo(Value.of("fp8"));
    assertThat(run.point().value("load.random-input-len")).isEqualTo(Value.of(128));
    assertThat(run.point().value("load.max-concurrency")).isEqualTo(Value.of(8));
    assertThat(run.point().value("load.request-rate")).isEqualTo(Value.of("inf"));
    assertThat(run.number()).hasValue(2);
    assertThat(run.gpus()).isEqualTo(4);
    assertThat(run.unmapped()).containsExactly("rtfx");
    assertThat(figure(run, "p99_ttft_ms")).isEqualTo(30);
    assertThat(figure(run, "tok_s_user")).isEqualTo(125);
    assertThat(figure(run, "output_tokens_per_gpu")).isEqualTo(250);
    assertThat(figure(run, "interactivity")).isEqualTo(100);
    assertThat(run.figures().keys()).doesNotContain("request_goodput");
  }

  @Test
  void a_name_that_only_the_folder_tells_belongs_to_the_row_that_set_it() {
    write(
        folder.resolve("SERVE--burst=1-BENCH--gain=2/run=0.json"),
        vllm(8, 1000, "\"burst\": 1, \"gain\": 2,"));

    assertThat(one().point().values()).containsKeys("server.burst", "load.gain");
  }

  @Test
  void values_that_a_search_wrote_into_folders_are_parameters() {
    String free = vllm(8, 1000, "").replace("\"max_concurrency\": 8,", "");
    write(folder.resolve("SERVE--a=1/max_concurrency=16/run=0.json"), free);
    write(folder.resolve("SERVE--a=1-WL--request_rate=0.5/run=0.json"), vllm(8, 1000, "\"a\": 1,"));

    List<FoundRun> runs = runs();

    assertThat(runs.get(0).point().value("load.request-rate").spelling()).isEqualTo("inf");
    assertThat(runs.get(1).point().value("load.max-concurrency")).isEqualTo(Value.of(16));
  }

  @Test
  void a_percentile_of_too_few_requests_is_marked_and_an_unset_option_is_no_parameter() {
    write(
        folder.resolve("few.json"),
        vllm(8, 1000, "")
            .replace("\"completed\": 400", "\"completed\": 50")
            .replace("\"max_concurrency\": 8", "\"max_concurrency\": null"));

    FoundRun run = one();

    assertThat(run.figures().figure("p99_ttft_ms").reliable()).isFalse();
    assertThat(run.figures().figure("mean_ttft_ms").reliable()).isTrue();
    assertThat(run.point().values()).doesNotContainKey("load.max-concurrency");
    assertThat(figure(run, "tok_s_user")).isCloseTo(1000 / 9.0, within(1e-9));
  }

  @Test
  void sglangs_lines_are_a_run_each_under_our_names() {
    String line =
        """
        {"tag": null, "backend": "sglang", "dataset_name": "random", "request_rate": Infinity,
         "max_concurrency": %d, "server_info": {"tp_size": 2, "random_seed": 7, "mem_fraction_static": 0.8},
         "duration": 5.0, "completed": 100, "output_throughput": 500.0, "total_throughput": 900.0,
         "mean_e2e_latency_ms": 700.0, "p99_e2e_latency_ms": 900.0, "mean_ttft_ms": NaN,
         "concurrency": 7.5, "accept_length": 2.1}
        """;
    write(
        folder.resolve("runs.jsonl"),
        (line.formatted(4).replace("\n", " ") + "\n" + line.formatted(8).replace("\n", " ")));

    List<FoundRun> runs = runs();

    assertThat(runs).extracting(FoundRun::format).containsOnly(ResultFormat.SGLANG);
    assertThat(runs).extracting(run -> run.place().part()).containsExactly(0, 1);
    FoundRun first = runs.getFirst();
    assertThat(figure(first, "total_token_throughput")).isEqualTo(900);
    assertThat(figure(first, "mean_e2el_ms")).isEqualTo(700);
    assertThat(figure(first, "mean_concurrent_requests")).isEqualTo(7.5);
    assertThat(first.figures().keys()).doesNotContain("mean_ttft_ms");
    assertThat(first.gpus()).isEqualTo(2);
    assertThat(first.unmapped()).containsExactly("accept_length");
    assertThat(first.point().values())
        .containsKey("server.mem-fraction-static")
        .doesNotContainKey("server.random-seed");
  }

  @Test
  void genai_bench_has_seconds_and_its_experiments_settings() {
    write(
        folder.resolve("D100_200_text-to-text_num_concurrency_4_time_60s.json"),
        """
        {"aggregated_metrics": {"scenario": "D(100,200)", "num_concurrency": 4, "batch_size": 1,
          "iteration_type": "num_concurrency", "run_duration": 60.0, "num_completed_requests": 300,
          "mean_output_throughput_tokens_per_s": 400.0, "requests_per_second": 5.0,
          "num_error_requests": 3, "mean_total_chars_per_hour": 9.0,
          "stats": {"ttft": {"mean": 0.1, "p99": 0.4, "stddev": 0.05, "min": 0.01},
                    "output_inference_speed": {"mean": 55.0}}},
         "individual_request_metrics": [{"ttft": 0.1}]}
        """);
    write(
        folder.resolve("experiment_metadata.json"),
        """
        {"model": "m/Small", "server_engine": "SGLang", "server_gpu_count": "8", "task": "text"}
        """);

    FoundRun run = one();

    assertThat(figure(run, "mean_ttft_ms")).isEqualTo(100);
    assertThat(figure(run, "p99_ttft_ms")).isEqualTo(400);
    assertThat(figure(run, "std_ttft_ms")).isEqualTo(50);
    assertThat(figure(run, "failed")).isEqualTo(3);
    assertThat(figure(run, "output_tokens_per_gpu")).isEqualTo(50);
    assertThat(run.point().value("load.random-output-len")).isEqualTo(Value.of(200));
    assertThat(run.point().value("load.max-concurrency")).isEqualTo(Value.of(4));
    assertThat(run.point().value("server.engine")).isEqualTo(Value.of("SGLang"));
    assertThat(run.unmapped())
        .contains("mean_total_chars_per_hour", "stats.output_inference_speed");
  }

  @Test
  void inferencemax_has_seconds_and_throughput_for_each_gpu() {
    write(
        folder.resolve("agg_all.json"),
        """
        [{"hw": "b200", "tp": 4, "ep": 1, "dp_attention": "false", "conc": 32, "isl": 1024,
          "osl": 512, "framework": "sglang", "precision": "fp8", "tput_per_gpu": 2000.0,
          "output_tput_per_gpu": 1000.0, "mean_ttft": 0.12, "p99_tpot": 0.04, "mean_tpot": 0.016,
          "mean_intvty": 62.5, "p99_intvty": 25.0, "std_intvty": 3.0}]
        """);

    FoundRun run = one();

    assertThat(run.format()).isEqualTo(ResultFormat.INFERENCEMAX);
    assertThat(figure(run, "total_token_throughput")).isEqualTo(8000);
    assertThat(figure(run, "output_throughput")).isEqualTo(4000);
    assertThat(figure(run, "mean_ttft_ms")).isEqualTo(120);
    assertThat(figure(run, "interactivity")).isEqualTo(62.5);
    assertThat(figure(run, "tok_s_user")).isEqualTo(125);
    assertThat(run.point().value("server.dp-attention")).isEqualTo(Value.of(false));
    assertThat(run.point().value("load.random-input-len")).isEqualTo(Value.of(1024));
    assertThat(run.unmapped()).containsExactly("p99_intvty", "std_intvty");
  }

  @Test
  void a_disaggregated_inferencemax_result_counts_the_gpus_of_both_sides() {
    write(
        folder.resolve("agg_one.json"),
        """
        {"hw": "gb200", "is_multinode": true, "num_prefill_gpu": 4, "num_decode_gpu": 12,
         "conc": 64, "framework": "dynamo", "tput_per_gpu": 100.0, "output_tput_per_gpu": 90.0}
        """);

    FoundRun run = one();

    assertThat(run.gpus()).isEqualTo(16);
    assertThat(figure(run, "total_token_throughput")).isEqualTo(1600);
    assertThat(run.figures().keys()).doesNotContain("output_tokens_per_gpu");
    assertThat(run.unmapped()).containsExactly("output_tput_per_gpu");
  }

  @Test
  void a_report_of_guidellm_is_a_run_for_each_of_its_benchmarks() {
    String run =
        """
        {"config": {"strategy": {"type_": "concurrent", "streams": %d}}, "duration": 30.0,
         "requests": {"successful": [{"big": 1}]},
         "metrics": {"request_totals": {"successful": 90, "errored": 2, "incomplete": 1},
          "requests_per_second": {"successful": {"mean": 3.0}},
          "output_tokens_per_second": {"successful": {"mean": 300.0}},
          "time_to_first_token_ms": {"successful": {"mean": 50.0, "median": 45.0, "std_dev": 4.0,
            "percentiles": {"p001": 1.0, "p50": 45.0, "p99": 80.0, "p999": 81.0}}},
          "inter_token_latency_ms": {"successful": {"mean": 10.0}},
          "time_per_output_token_ms": {"successful": {"mean": 11.0}},
          "request_latency": {"successful": {"mean": 1.5, "percentiles": {"p95": 2.0}}}}}
        """;
    write(
        folder.resolve("benchmarks.json"),
        "{\"args\": {\"model\": \"m/Small\", \"data\": [\"prompt_tokens=256,output_tokens=64\"]},"
            + "\"benchmarks\": [%s, %s]}".formatted(run.formatted(4), run.formatted(16)));

    List<FoundRun> runs = runs();

    assertThat(runs).hasSize(2);
    FoundRun second = runs.get(1);
    assertThat(second.point().value("load.max-concurrency")).isEqualTo(Value.of(16));
    assertThat(second.point().value("load.random-input-len")).isEqualTo(Value.of(256));
    assertThat(figure(second, "p99.9_ttft_ms")).isEqualTo(81);
    assertThat(figure(second, "p0.1_ttft_ms")).isEqualTo(1);
    assertThat(figure(second, "mean_tpot_ms")).isEqualTo(10);
    assertThat(figure(second, "p95_e2el_ms")).isEqualTo(2000);
    assertThat(figure(second, "failed")).isEqualTo(2);
    assertThat(second.unmapped()).containsExactly("metrics.time_per_output_token_ms");
  }

  @Test
  void aiperf_tells_units_beside_its_numbers() {
    write(
        folder.resolve("profile_export_aiperf.json"),
        """
        {"schema_version": "1.3", "request_throughput": {"unit": "requests/sec", "avg": 0.8},
         "request_latency": {"unit": "s", "avg": 2.5, "p99": 3.0},
         "time_to_first_token": {"unit": "ms", "avg": 195.0, "p50": 175.0, "p99": 253.0, "std": 9.0},
         "inter_token_latency": {"unit": "ms", "avg": 35.0},
         "output_token_throughput": {"unit": "tokens/sec", "avg": 52.5},
         "output_token_throughput_per_user": {"unit": "tokens/sec/user", "avg": 28.0},
         "request_count": {"unit": "requests", "avg": 10.0},
         "benchmark_duration": {"unit": "sec", "avg": 12.0},
         "input_config": {"loadgen": {"concurrency": 5, "request_rate": null},
                          "endpoint": {"model_names": ["m/Small"]}}}
        """);

    FoundRun run = one();

    assertThat(run.format()).isEqualTo(ResultFormat.AIPERF);
    assertThat(figure(run, "mean_e2el_ms")).isEqualTo(2500);
    assertThat(figure(run, "median_ttft_ms")).isEqualTo(175);
    assertThat(figure(run, "interactivity")).isCloseTo(1000 / 35.0, within(1e-9));
    assertThat(run.figures().figure("p99_ttft_ms").reliable()).isFalse();
    assertThat(run.point().value("load.max-concurrency")).isEqualTo(Value.of(5));
    assertThat(run.point().value("server.model")).isEqualTo(Value.of("m/Small"));
    assertThat(run.unmapped()).containsExactly("output_token_throughput_per_user");
  }

  @Test
  void a_summary_counts_only_where_the_runs_own_files_are_gone() {
    Path combination = folder.resolve("SERVE--a=1-BENCH--b=2");
    write(combination.resolve("summary.json"), "[" + vllm(1, 10, "") + "," + vllm(1, 11, "") + "]");
    assertThat(runs()).hasSize(2);

    write(combination.resolve("run=0.json"), vllm(1, 10, ""));
    assertThat(runs()).hasSize(1);
  }

  @Test
  void a_table_alone_is_read_row_by_row() {
    write(
        folder.resolve("summary.csv"),
        """
        ,max_concurrency,tensor_parallel_size,enforce_eager,completed,output_throughput,cfg,label
        0,8,4,True,400,800.5,"{'a': ""b""}",
        1,16,4,False,400,900,"{'a': ""c""}",
        """);

    List<FoundRun> runs = runs();

    assertThat(runs).hasSize(2);
    assertThat(runs.getFirst().point().value("server.enforce-eager")).isEqualTo(Value.of(true));
    assertThat(runs.getFirst().point().value("server.cfg")).isEqualTo(Value.of("{'a': \"b\"}"));
    assertThat(figure(runs.get(1), "output_throughput")).isEqualTo(900);
  }

  @Test
  void what_gives_nothing_is_told_with_its_reason_and_the_rest_is_read() {
    write(folder.resolve("cut.json"), vllm(1, 10, "").substring(0, 200));
    write(folder.resolve("other.json"), "{\"hello\": 1}");
    write(folder.resolve("good.json"), vllm(1, 10, ""));

    List<ResultFiles.Read> reads = reads(ResultFiles.Wishes.NONE);

    assertThat(reads).filteredOn(ResultFiles.Read.Runs.class::isInstance).hasSize(1);
    assertThat(reads)
        .filteredOn(ResultFiles.Read.Unreadable.class::isInstance)
        .singleElement()
        .satisfies(each ->
            assertThat(each.toString()).contains("cut.json").contains("no valid JSON at line"));
    assertThat(reads)
        .filteredOn(ResultFiles.Read.NoResult.class::isInstance)
        .singleElement()
        .satisfies(each -> assertThat(each.toString()).contains("other.json"));
  }

  @Test
  void a_label_that_differs_in_every_run_can_be_left_out_of_the_parameters() {
    write(folder.resolve("a.json"), vllm(1, 10, "\"job\": 17,"));

    ResultFiles.Wishes wishes =
        new ResultFiles.Wishes(Optional.empty(), Set.of("job"), 8, Optional.empty());

    assertThat(runs(reads(wishes)).getFirst().point().values()).doesNotContainKey("server.job");
    assertThat(runs(reads(wishes)).getFirst().gpus()).isEqualTo(8);
    assertThat(one().point().value("server.job")).isEqualTo(Value.of(17));
  }

  private FoundRun one() {
    assertThat(runs()).hasSize(1);
    return runs().getFirst();
  }

  private List<FoundRun> runs() {
    return runs(reads(ResultFiles.Wishes.NONE));
  }

  private static List<FoundRun> runs(List<ResultFiles.Read> reads) {
    List<FoundRun> runs = new ArrayList<>();
    for (ResultFiles.Read read : reads) {
      if (read instanceof ResultFiles.Read.Runs found) {
        runs.addAll(found.runs());
      }
    }
    return runs;
  }

  private List<ResultFiles.Read> reads(ResultFiles.Wishes wishes) {
    List<ResultFiles.Read> reads = new ArrayList<>();
    ResultFiles.read(List.of(folder), wishes, reads::add);
    return reads;
  }

  private static double figure(FoundRun run, String key) {
    return run.figures().value(key).orElseThrow();
  }
}
