package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// What fits, against the numbers worked out by hand in docs/reference/simulator.md.
class MemoryPlanTest {

  private static final Deployment LLAMA_8B =
      new Deployment(
          Gpus.find("h100").orElseThrow(),
          ModelShapes.find("meta-llama/Llama-3.1-8B-Instruct").orElseThrow(),
          Precision.BF16,
          Precision.BF16,
          Parallelism.single());

  private static final Deployment DEEPSEEK =
      new Deployment(
          Gpus.find("h200").orElseThrow(),
          ModelShapes.find("deepseek-ai/DeepSeek-R1-0528").orElseThrow(),
          Precision.FP8,
          Precision.BF16,
          Parallelism.tensor(8));

  @Test
  void vllm_counts_weights_activations_and_cache_within_its_fraction() {
    MemoryPlan plan = MemoryPlan.vllm(LLAMA_8B, 0.9, 8192, 512);
    assertThat(plan).isEqualTo(new MemoryPlan.Fits(458_079, 36.0 * 4096 * 8192));
  }

  @Test
  void a_vllm_fraction_that_leaves_less_than_the_runtime_needs_dies_at_load() {
    assertThat(MemoryPlan.vllm(LLAMA_8B, 0.97, 8192, 512)).isInstanceOf(MemoryPlan.Fits.class);
    assertThat(MemoryPlan.vllm(LLAMA_8B, 0.98, 8192, 512))
        .isInstanceOf(MemoryPlan.OutOfMemory.class);
  }

  @Test
  void a_fraction_smaller_than_the_weights_leaves_no_cache() {
    assertThat(MemoryPlan.vllm(LLAMA_8B, 0.15, 8192, 512)).isInstanceOf(MemoryPlan.NoCache.class);
    assertThat(MemoryPlan.sglang(DEEPSEEK, 0.5, 512)).isInstanceOf(MemoryPlan.NoCache.class);
  }

  @Test
  void weights_larger_than_the_gpu_die_at_load_whatever_the_fraction() {
    Deployment small =
        new Deployment(
            DEEPSEEK.gpu(), DEEPSEEK.model(), Precision.FP8, Precision.BF16, Parallelism.tensor(4));
    assertThat(MemoryPlan.sglang(small, 0.9, 0)).isInstanceOf(MemoryPlan.OutOfMemory.class);
  }

  @Test
  void sglang_leaves_activations_what_its_fraction_and_the_runtime_do_not_take() {
    assertThat(MemoryPlan.sglang(DEEPSEEK, 0.88, 512))
        .asInstanceOf(InstanceOfAssertFactories.type(MemoryPlan.Fits.class))
        .satisfies(plan -> {
          assertThat(plan.cacheTokens()).isEqualTo(702_340);
          assertThat(plan.activationBytes() / (1 << 30)).isCloseTo(14.09, within(0.01));
        });
  }

  @Test
  void each_replica_brings_a_cache_of_its_own() {
    Deployment two =
        new Deployment(
            LLAMA_8B.gpu(),
            LLAMA_8B.model(),
            Precision.BF16,
            Precision.BF16,
            new Parallelism(1, 2, 1, 1, false));
    assertThat(MemoryPlan.vllm(two, 0.9, 8192, 512))
        .isEqualTo(new MemoryPlan.Fits(916_158, 36.0 * 4096 * 8192));
  }
}
