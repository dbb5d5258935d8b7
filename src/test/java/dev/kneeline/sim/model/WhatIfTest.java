package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.sim.SimulatedEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Questions that people ask the simulator, in virtual time: the orderings that hold on real
/// machines hold here.
class WhatIfTest {

  private static final long MINUTE = 60_000_000_000L;

  @Test
  void throughput_rises_with_the_memory_fraction_until_the_server_does_not_start() {
    String server =
        "--engine sglang --model-path llama-3.3-70b --gpu h100 --tp-size 2 --cuda-graph-max-bs 64"
            + " --mem-fraction-static ";
    long small = load(server + "0.84", 32, 1024, 64).tokens;
    long middle = load(server + "0.88", 32, 1024, 64).tokens;
    long large = load(server + "0.92", 32, 1024, 64).tokens;
    assertThat(middle).isGreaterThan(small * 11 / 10);
    assertThat(large).isGreaterThan(middle);
    assertThatThrownBy(() -> load(server + "0.80", 32, 1024, 64))
        .hasMessageContaining("Not enough memory");
    assertThatThrownBy(() -> load(server + "0.98", 32, 1024, 64))
        .hasMessageContaining("CUDA out of memory");
  }

  @Test
  void more_gpus_make_tokens_faster_and_each_gpu_less_productive() {
    ClosedLoop one = load("llama-3.1-8b --gpu h100 -tp 1", 8, 512, 128);
    ClosedLoop four = load("llama-3.1-8b --gpu h100 -tp 4", 8, 512, 128);
    assertThat(four.tokens).isGreaterThan(one.tokens * 3 / 2).isLessThan(one.tokens * 4);
  }

  @Test
  void more_clients_bring_throughput_and_cost_speed_for_each() {
    ClosedLoop few = load("llama-3.1-8b --gpu h100", 4, 512, 128);
    ClosedLoop many = load("llama-3.1-8b --gpu h100", 64, 512, 128);
    assertThat(many.tokens).isGreaterThan(few.tokens * 4);
    assertThat(ClosedLoop.quantile(many.gapNanos, 0.5))
        .isGreaterThan(ClosedLoop.quantile(few.gapNanos, 0.5));
  }

  @Test
  void prefill_workers_keep_long_prompts_out_of_the_way_of_answers() {
    ClosedLoop together = load("llama-3.1-8b --gpu h100 -dp 2", 32, 4096, 128);
    ClosedLoop apart =
        load("llama-3.1-8b --gpu h100 --prefill-workers 1 --decode-workers 1", 32, 4096, 128);
    assertThat(ClosedLoop.quantile(apart.gapNanos, 0.99) * 3)
        .isLessThan(ClosedLoop.quantile(together.gapNanos, 0.99));
  }

  @Test
  void a_smaller_number_format_serves_more() {
    String server = "--engine sglang --tp 8 --gpu b200 --model-path ";
    long wide = load(server + "deepseek-ai/DeepSeek-R1-0528", 64, 1024, 128).tokens;
    long narrow = load(server + "nvidia/DeepSeek-R1-0528-FP4-V2", 64, 1024, 128).tokens;
    assertThat(narrow).isGreaterThan(wide * 5 / 4);
  }

  @Test
  void a_small_captured_batch_saves_memory_and_costs_time() {
    String server = "--engine sglang --model-path dsr1 --gpu b200 --tp 8 --cuda-graph-max-bs ";
    long small = load(server + "8", 64, 1024, 128).tokens;
    long large = load(server + "96", 64, 1024, 128).tokens;
    assertThat(large).isGreaterThan(small * 5 / 4);
  }

  @Test
  void guessing_ahead_helps_one_client_more_than_many() {
    String server = "llama-3.1-8b --gpu h100 ";
    String guessing =
        server + "--speculative-config {\"method\":\"eagle3\",\"num_speculative_tokens\":3}";
    double one = gain(server, guessing, 1);
    assertThat(one).isBetween(1.8, 2.5);
    assertThat(gain(server, guessing, 256)).isLessThan(one * 0.8);
    assertThat(gain(server, guessing + " --acceptance 0", 1)).isLessThan(0.95);
  }

  private static double gain(String plain, String guessing, int clients) {
    double without = load(plain, clients, 512, 128).tokens;
    return load(guessing, clients, 512, 128).tokens / without;
  }

  @Test
  void sixty_four_gpus_of_a_rack_serve_a_thousand_clients() {
    ClosedLoop rack =
        load(
            "--engine sglang --model-path dsr1 --quantization modelopt_fp4 --gpu gb200 --tp-size 16"
                + " --dp-size 16 --enable-dp-attention --ep-size 16 --prefill-workers 1"
                + " --decode-workers 3",
            1024,
            1024,
            256);
    assertThat(rack.lost).isZero();
    assertThat(rack.completed).isGreaterThan(1024);
  }

  @Test
  void the_first_of_equal_prompts_pays_for_all() {
    String server = "llama-3.1-8b --gpu h100 --noise 0";
    TimeModel model = SimulatedEngine.of(List.of(server.split(" ")));
    int[] prompt = new int[4096];
    Prefix prefix = Prefix.of(prompt, 16);
    long[] took = new long[2];
    for (int request = 0; request < 2; request++) {
      int which = request;
      long sent = request * MINUTE;
      model.submit(
          new Job(
              request,
              prompt.length,
              1,
              prefix,
              new JobListener() {
                @Override
                public void tokens(int tokens, boolean last, long atNanos) {
                  took[which] = atNanos - sent;
                }

                @Override
                public void lost(String reason, long atNanos) {
                  throw new AssertionError(reason);
                }
              }),
          sent);
      model.advance(sent + MINUTE / 2);
    }
    assertThat(took[0]).isGreaterThan(5 * took[1]);
  }

  private static ClosedLoop load(String server, int clients, int input, int output) {
    ClosedLoop load = new ClosedLoop(SimulatedEngine.of(List.of(server.split(" "))), input, output);
    load.keepGaps = true;
    return load.run(clients, MINUTE);
  }
}
