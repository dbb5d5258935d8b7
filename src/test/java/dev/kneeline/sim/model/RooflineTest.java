package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Each rule of a step's time against the numbers worked out by hand in
/// docs/reference/simulator.md.
class RooflineTest {

  private static final Offset<Double> MICROSECOND = within(1e-6);
  private static final Assumptions USUAL = Assumptions.usual();
  private static final Deployment LLAMA_8B =
      deployment("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, Parallelism.single());

  @Test
  void one_sequence_of_an_8b_model_waits_for_its_weights() {
    Roofline roofline =
        roofline("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, Parallelism.single());
    assertThat(roofline.memorySeconds(1, 1000)).isCloseTo(6.041e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(StepWork.ofAnswers(1, 1000)))
        .isCloseTo(0.028e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(1)).isZero();
    assertThat(roofline.stepSeconds(StepWork.ofAnswers(1, 1000))).isCloseTo(7.545e-3, MICROSECOND);
  }

  @Test
  void a_prompt_of_1024_tokens_waits_for_arithmetic() {
    Roofline roofline =
        roofline("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, Parallelism.single());
    StepWork prompt = StepWork.ofPrompt(1024);
    assertThat(roofline.computeSeconds(prompt)).isCloseTo(28.178e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(prompt)).isCloseTo(29.682e-3, MICROSECOND);
  }

  @Test
  void four_gpus_share_weights_and_cache_and_pay_for_two_all_reduces_a_layer() {
    Roofline roofline =
        roofline("h200", "llama-3.3-70b", Precision.FP8, Precision.FP8, Parallelism.tensor(4));
    assertThat(roofline.memorySeconds(32, 64_000)).isCloseTo(5.279e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(StepWork.ofAnswers(32, 64_000)))
        .isCloseTo(0.987e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(32)).isCloseTo(1.973e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(StepWork.ofAnswers(32, 64_000)))
        .isCloseTo(8.880e-3, MICROSECOND);
  }

  @Test
  void sixty_four_tokens_touch_87_percent_of_the_experts_and_a_latent_cache_is_not_split() {
    Roofline roofline =
        roofline("h200", "deepseek-r1", Precision.FP8, Precision.BF16, Parallelism.tensor(8));
    assertThat(new ModelShape.Experts(256, 8).touched(64)).isCloseTo(0.8689, within(1e-4));
    assertThat(roofline.memorySeconds(64, 64_000)).isCloseTo(20.223e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(StepWork.ofAnswers(64, 64_000)))
        .isCloseTo(0.728e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(64)).isCloseTo(1.800e-3, MICROSECOND);
  }

  @Test
  void attention_replicas_split_the_cache_and_tokens_travel_to_whole_experts() {
    Parallelism split = new Parallelism(1, 8, 1, 8, true);
    Roofline roofline = roofline("gb200", "deepseek-r1-fp4", Precision.FP4, Precision.FP8, split);
    assertThat(roofline.memorySeconds(512, 512_000)).isCloseTo(9.038e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(StepWork.ofAnswers(512, 512_000)))
        .isCloseTo(1.152e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(512)).isCloseTo(2.091e-3, MICROSECOND);
  }

  @Test
  void two_stages_halve_the_cache_of_a_gpu_and_not_the_time_of_the_weights() {
    Parallelism split = new Parallelism(1, 1, 2, 1, false);
    Roofline roofline = roofline("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, split);
    assertThat(roofline.memorySeconds(1, 0)).isCloseTo(16.06e9 / 2.68e12, MICROSECOND);
    assertThat(roofline.memorySeconds(1, 1000)).isCloseTo(6.017e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(1)).isCloseTo(10.02e-6, within(0.1e-6));
  }

  @Test
  void a_group_beyond_its_link_domain_uses_the_network() {
    Gpu gpu = Gpus.find("h100").orElseThrow();
    assertThat(gpu.linkAmong(8)).isEqualTo(450e9);
    assertThat(gpu.linkAmong(16)).isEqualTo(50e9);
  }

  @Test
  void weights_without_a_unit_of_their_own_are_widened() {
    assertThat(Gpus.find("h100").orElseThrow().peak().rate(Precision.FP4)).isEqualTo(989e12);
    assertThat(Gpus.find("b200").orElseThrow().peak().rate(Precision.FP4)).isEqualTo(9000e12);
  }

  @Test
  void attention_runs_at_the_peak_of_the_caches_format_and_never_in_fp4() {
    Gpu.Peak peak = Gpus.find("b200").orElseThrow().peak();
    assertThat(peak.attentionRate(Precision.BF16)).isEqualTo(2250e12);
    assertThat(peak.attentionRate(Precision.FP4)).isEqualTo(4500e12);
    assertThat(Gpus.find("h100").orElseThrow().peak().attentionRate(Precision.FP8))
        .isEqualTo(1979e12);
  }

  @Test
  void a_step_that_is_not_replayed_waits_for_its_launches_where_they_take_longer_than_its_work() {
    Roofline eager = onOneH100(new Engine(USUAL, Graphs.none(), Speculation.none(), false));
    assertThat(eager.stepSeconds(StepWork.ofAnswers(1, 1000))).isCloseTo(11.104e-3, MICROSECOND);
    assertThat(eager.stepSeconds(StepWork.ofPrompt(1024))).isCloseTo(29.682e-3, MICROSECOND);
  }

  @Test
  void forty_kernels_of_a_layer_with_experts_take_their_time_however_little_there_is_to_do() {
    Roofline roofline =
        roofline("h200", "deepseek-r1", Precision.FP8, Precision.BF16, Parallelism.tensor(8));
    StepWork work = StepWork.ofAnswers(1, 1000);
    assertThat(roofline.memorySeconds(1, 1000)).isCloseTo(1.240e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(work)).isCloseTo(8.833e-3, MICROSECOND);
  }

  @Test
  void a_batch_beyond_the_largest_captured_one_is_launched_kernel_by_kernel() {
    Roofline roofline = onOneH100(new Engine(USUAL, new Graphs(8, 0), Speculation.none(), false));
    assertThat(roofline.stepSeconds(StepWork.ofAnswers(8, 800)))
        .isLessThan(8e-3)
        .isLessThan(roofline.stepSeconds(StepWork.ofAnswers(9, 900)) - 3e-3);
    assertThat(roofline.stepSeconds(StepWork.ofPrompt(8))).isGreaterThan(11e-3);
  }

  @Test
  void three_guesses_of_one_layer_cost_three_passes_of_it() {
    Speculation three = new Speculation(3, 3, 0.7, 3, 1);
    Engine engine = new Engine(USUAL, Graphs.always(), three, false);
    Roofline roofline =
        new Roofline(LLAMA_8B.guessedBy(LLAMA_8B.model().layer(), Precision.BF16), engine);
    StepWork work = new StepWork(0, 1, 0, 4, 1003, 0, 4006);
    assertThat(roofline.draftSeconds(work)).isCloseTo(1.166e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(work)).isCloseTo(8.712e-3, MICROSECOND);
    assertThat(three.meanTokens()).isCloseTo(2.533, within(1e-3));
  }

  @Test
  void a_guessing_layer_takes_its_part_of_memory() {
    Deployment guessed = LLAMA_8B.guessedBy(LLAMA_8B.model().layer(), Precision.BF16);
    assertThat(guessed.weightBytesPerGpu()).isCloseTo(16.06e9 * 33 / 32, within(1e3));
    assertThat(guessed.cacheBytesPerGpu()).isEqualTo(131_072 + 4096);
    assertThat(guessed.kvBytesPerGpu()).isEqualTo(131_072);
  }

  @Test
  void in_two_halves_the_exchanges_hide_and_the_weights_are_read_twice() {
    Parallelism split = new Parallelism(1, 16, 1, 16, true);
    Deployment deepseek = deployment("h200", "deepseek-r1", Precision.FP8, Precision.FP8, split);
    Roofline whole =
        new Roofline(deepseek, new Engine(USUAL, Graphs.always(), Speculation.none(), false));
    Roofline halves =
        new Roofline(deepseek, new Engine(USUAL, Graphs.always(), Speculation.none(), true));
    StepWork prompts = new StepWork(16, 0, 131_072, 0, 131_072, 16 * 8192 * 4096.5, 0);
    assertThat(halves.stepSeconds(prompts)).isLessThan(whole.stepSeconds(prompts) * 0.9);
    StepWork few = StepWork.ofAnswers(2, 2000);
    assertThat(halves.stepSeconds(few)).isGreaterThan(whole.stepSeconds(few) * 1.3);
  }

  private static Roofline onOneH100(Engine engine) {
    return new Roofline(LLAMA_8B, engine);
  }

  private static Roofline roofline(
      String gpu, String model, Precision weights, Precision cache, Parallelism split) {
    return new Roofline(deployment(gpu, model, weights, cache, split), USUAL);
  }

  private static Deployment deployment(
      String gpu, String model, Precision weights, Precision cache, Parallelism split) {
    return new Deployment(
        Gpus.find(gpu).orElseThrow(), ModelShapes.find(model).orElseThrow(), weights, cache, split);
  }
}
