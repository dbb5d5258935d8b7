package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Each rule of a step's time against the numbers worked out by hand in
/// docs/reference/simulator.md.
class RooflineTest {

  private static final Offset<Double> MICROSECOND = within(1e-6);

  @Test
  void one_sequence_of_an_8b_model_waits_for_its_weights() {
    Roofline roofline =
        roofline("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, Parallelism.single());
    assertThat(roofline.memorySeconds(1, 1000)).isCloseTo(6.041e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(1, 1000)).isCloseTo(0.028e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(1)).isZero();
    assertThat(roofline.stepSeconds(1, 1000, 1000, 1)).isCloseTo(7.545e-3, MICROSECOND);
  }

  @Test
  void a_prompt_of_1024_tokens_waits_for_arithmetic() {
    Roofline roofline =
        roofline("h100", "llama-3.1-8b", Precision.BF16, Precision.BF16, Parallelism.single());
    double pairs = 1024 * 1025 / 2.0;
    assertThat(roofline.computeSeconds(1024, pairs)).isCloseTo(28.178e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(1024, 1024, pairs, 1)).isCloseTo(29.682e-3, MICROSECOND);
  }

  @Test
  void four_gpus_share_weights_and_cache_and_pay_for_two_all_reduces_a_layer() {
    Roofline roofline =
        roofline("h200", "llama-3.3-70b", Precision.FP8, Precision.FP8, Parallelism.tensor(4));
    assertThat(roofline.memorySeconds(32, 64_000)).isCloseTo(5.279e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(32, 64_000)).isCloseTo(0.987e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(32)).isCloseTo(1.973e-3, MICROSECOND);
    assertThat(roofline.stepSeconds(32, 64_000, 64_000, 32)).isCloseTo(8.880e-3, MICROSECOND);
  }

  @Test
  void sixty_four_tokens_touch_87_percent_of_the_experts_and_a_latent_cache_is_not_split() {
    Roofline roofline =
        roofline("h200", "deepseek-r1", Precision.FP8, Precision.BF16, Parallelism.tensor(8));
    assertThat(new ModelShape.Experts(256, 8).touched(64)).isCloseTo(0.8689, within(1e-4));
    assertThat(roofline.memorySeconds(64, 64_000)).isCloseTo(20.223e-3, MICROSECOND);
    assertThat(roofline.exchangeSeconds(64)).isCloseTo(1.800e-3, MICROSECOND);
  }

  @Test
  void attention_replicas_split_the_cache_and_tokens_travel_to_whole_experts() {
    Parallelism split = new Parallelism(1, 8, 1, 8, true);
    Roofline roofline = roofline("gb200", "deepseek-r1-fp4", Precision.FP4, Precision.FP8, split);
    assertThat(roofline.memorySeconds(512, 512_000)).isCloseTo(9.038e-3, MICROSECOND);
    assertThat(roofline.computeSeconds(512, 512_000)).isCloseTo(0.843e-3, MICROSECOND);
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

  private static Roofline roofline(
      String gpu, String model, Precision weights, Precision cache, Parallelism split) {
    return new Roofline(
        new Deployment(
            Gpus.find(gpu).orElseThrow(),
            ModelShapes.find(model).orElseThrow(),
            weights,
            cache,
            split),
        Assumptions.usual());
  }
}
