package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.model.Limits;
import dev.kneeline.sim.model.Parallelism;
import dev.kneeline.sim.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the engines' flags come to.
class PlannersTest {

  @Test
  void vllms_defaults_are_those_of_an_api_server_on_a_large_gpu() {
    Limits limits = starts("--engine vllm serve llama-3.1-8b").limits();
    assertThat(limits).isEqualTo(new Limits(1024, 8192, true, true, true, true, 28_629, 16));
  }

  @Test
  void vllms_limits_count_for_each_replica() {
    EnginePlan.Starts plan =
        starts(
            "--engine vllm serve llama-3.1-8b -dp 2 -tp 2 --max-num-seqs 8"
                + " --num-gpu-blocks-override 10000");
    assertThat(plan.limits().sequences()).isEqualTo(16);
    assertThat(plan.limits().stepTokens()).isEqualTo(16_384);
    assertThat(plan.limits().blocks()).isEqualTo(20_000);
    assertThat(plan.deployment().parallelism()).isEqualTo(new Parallelism(2, 2, 1, 4, false));
  }

  @Test
  void vllm_refuses_a_budget_smaller_than_its_sequences_and_a_length_beyond_its_cache() {
    assertThat(dies("--engine vllm serve llama-3.1-8b --max-num-batched-tokens 64"))
        .startsWith("ValueError: max_num_batched_tokens (64) must be greater than or equal to");
    assertThat(dies("--engine vllm serve llama-3.1-8b --num-gpu-blocks-override 100"))
        .contains("To serve at least one request")
        .contains("estimated maximum model length is 1600");
  }

  @Test
  void trtllm_gives_a_share_of_what_is_left_to_its_cache_and_always_finds_room_for_a_step() {
    EnginePlan.Starts plan =
        starts("--engine trtllm llama-3.1-8b --max_batch_size 256 --tp_size 1");
    assertThat(plan.limits())
        .isEqualTo(new Limits(256, 8192, true, false, true, true, 456_047 / 32, 32));
    assertThat(dies("--engine trtllm llama-3.3-70b")).contains("CUDA out of memory");
  }

  @Test
  void sglang_computes_prompts_first_in_chunks_that_answers_do_not_count_into() {
    Limits limits =
        starts("--engine sglang --model-path llama-3.1-8b --chunked-prefill-size 4096").limits();
    assertThat(limits.stepTokens()).isEqualTo(4096);
    assertThat(limits.mixed()).isFalse();
    assertThat(limits.answersCount()).isFalse();
  }

  @Test
  void sglang_carves_attention_replicas_out_of_its_tensor_parallel_gpus() {
    assertThat(
            starts(
                    "--engine sglang --model-path dsr1 --gpu h200 --tp 8 --dp 8"
                        + " --enable-dp-attention")
                .deployment()
                .parallelism())
        .isEqualTo(new Parallelism(1, 8, 1, 8, false));
    assertThat(
            starts("--engine sglang --model-path llama-3.1-8b --tp 2 --dp 2")
                .deployment()
                .parallelism()
                .gpus())
        .isEqualTo(4);
  }

  @Test
  void formats_follow_the_flags_and_else_the_published_weights() {
    EnginePlan.Starts plan =
        starts(
            "--engine vllm serve llama-3.3-70b --quantization fp8 --kv-cache-dtype fp8_e4m3"
                + " --max-model-len 8k");
    assertThat(plan.deployment().weights()).isEqualTo(Precision.FP8);
    assertThat(plan.deployment().cache()).isEqualTo(Precision.FP8);
    assertThat(starts("--engine sglang --model-path dsr1 --tp 8 --gpu h200").deployment().weights())
        .isEqualTo(Precision.FP8);
  }

  @Test
  void an_unknown_model_is_simulated_as_a_small_one_and_said_so() {
    SimOptions options = read("acme/unheard-of");
    assertThat(options.readback().notes())
        .containsExactly("model 'acme/unheard-of' is not known: simulated as llama-3.1-8b");
  }

  private static EnginePlan.Starts starts(String line) {
    return (EnginePlan.Starts) plan(line);
  }

  private static String dies(String line) {
    return ((EnginePlan.Dies) plan(line)).cause();
  }

  private static EnginePlan plan(String line) {
    return ((SimOptions.Pacing.Modelled) read(line).pacing()).plan();
  }

  private static SimOptions read(String line) {
    return OptionsReader.read(List.of(line.split(" ")));
  }
}
