package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.model.Assumptions;
import dev.kneeline.sim.model.Graphs;
import dev.kneeline.sim.model.Limits;
import dev.kneeline.sim.model.Parallelism;
import dev.kneeline.sim.model.Precision;
import dev.kneeline.sim.model.Speculation;
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
  void vllms_speculative_config_is_an_object_in_one_piece_or_by_its_members() {
    Speculation three = new Speculation(3, 3, 0.7, 3, 1);
    assertThat(
            starts(
                    "--engine vllm serve llama-3.1-8b --speculative-config"
                        + " {\"method\":\"eagle3\",\"num_speculative_tokens\":3}")
                .engine()
                .speculation())
        .isEqualTo(three);
    EnginePlan.Starts members =
        starts(
            "--engine vllm serve llama-3.1-8b --speculative-config.method eagle"
                + " --speculative_config.num_speculative_tokens=3");
    assertThat(members.engine().speculation()).isEqualTo(three);
    assertThat(members.deployment().draft().orElseThrow().model().layers()).isEqualTo(1);
    EnginePlan.Starts model =
        starts(
            "--engine vllm serve llama-3.3-70b -tp 4 --acceptance 0.5 --speculative-config"
                + " {\"model\":\"meta-llama/Llama-3.2-1B\",\"num_speculative_tokens\":5}");
    assertThat(model.engine().speculation()).isEqualTo(new Speculation(5, 5, 0.5, 5, 1));
    assertThat(model.deployment().draft().orElseThrow().model().name()).isEqualTo("llama-3.2-1b");
  }

  @Test
  void a_speculative_config_that_is_no_object_or_lacks_its_number_is_refused() {
    assertThat(refusal("--engine vllm serve llama-3.1-8b --speculative-config {oops"))
        .contains("argument --speculative-config: Value {oops cannot be converted");
    assertThat(
            refusal("--engine vllm serve llama-3.1-8b --speculative-config {\"method\":\"ngram\"}"))
        .contains("num_speculative_tokens must be provided");
    assertThat(refusal("--engine sglang --model-path dsr1 --speculative-algorithm BEAGLE"))
        .contains("invalid choice: 'BEAGLE' (choose from EAGLE, EAGLE3, NEXTN,");
  }

  @Test
  void sglang_guesses_in_a_chain_for_deepseek_and_in_a_tree_for_others() {
    EnginePlan.Starts deepseek =
        starts("--engine sglang --model-path dsr1 --gpu h200 --tp 8 --speculative-algorithm EAGLE");
    assertThat(deepseek.engine().speculation())
        .isEqualTo(new Speculation(3, 3, 1 - (1 - 0.8), 3, 1));
    assertThat(deepseek.limits().sequences()).isEqualTo(48);
    assertThat(deepseek.assumptions()).isEqualTo(Assumptions.usual());
    Speculation tree =
        starts("--engine sglang --model-path llama-3.1-8b --speculative-algorithm EAGLE3")
            .engine()
            .speculation();
    assertThat(tree.depth()).isEqualTo(5);
    assertThat(tree.checked()).isEqualTo(7);
    assertThat(tree.acceptance()).isBetween(0.8, 0.82);
  }

  @Test
  void captured_sizes_come_from_whichever_flag_gives_them() {
    assertThat(graphs("--engine vllm serve llama-3.1-8b")).isEqualTo(new Graphs(512, 512));
    assertThat(graphs("--engine vllm serve llama-3.1-8b --max-num-seqs 32"))
        .isEqualTo(new Graphs(64, 64));
    assertThat(graphs("--engine vllm serve llama-3.1-8b --cuda-graph-sizes 8 16 24"))
        .isEqualTo(new Graphs(24, 24));
    assertThat(graphs("--engine vllm serve llama-3.1-8b -O0")).isEqualTo(Graphs.none());
    assertThat(graphs("--engine vllm serve llama-3.1-8b -O3")).isEqualTo(new Graphs(512, 512));
    assertThat(graphs("--engine vllm serve llama-3.1-8b -O.cudagraph_mode=NONE"))
        .isEqualTo(Graphs.none());
    assertThat(
            graphs(
                "--engine vllm serve llama-3.1-8b --compilation-config"
                    + " {\"cudagraph_capture_sizes\":[1,2,96]}"))
        .isEqualTo(new Graphs(96, 96));
    assertThat(
            graphs(
                "--engine sglang --model-path llama-3.1-8b --cuda-graph-bs 1 2 48"
                    + " --enable-piecewise-cuda-graph"))
        .isEqualTo(new Graphs(48, 4096));
  }

  @Test
  void long_flags_may_be_cut_short_where_only_one_begins_so() {
    assertThat(starts("--engine vllm serve llama-3.1-8b --max-num-seq 12").limits().sequences())
        .isEqualTo(12);
    assertThat(
            starts("--engine sglang --model-path llama-3.1-8b --max-running 7")
                .limits()
                .sequences())
        .isEqualTo(7);
    assertThat(refusal("--engine vllm serve llama-3.1-8b --max-num 12"))
        .contains("unrecognized arguments: --max-num 12");
    assertThat(refusal("--engine trtllm llama-3.1-8b --max-batch 12"))
        .contains("No such option: --max-batch");
  }

  @Test
  void backends_that_carry_tokens_to_experts_make_a_group_of_them() {
    assertThat(
            starts("--engine sglang --model-path dsr1 --gpu h200 --tp 8 --moe-a2a-backend deepep")
                .deployment()
                .parallelism())
        .isEqualTo(new Parallelism(8, 1, 1, 8, true));
  }

  @Test
  void a_cache_of_given_size_must_fit() {
    String server = "--engine vllm serve llama-3.1-8b --kv-cache-memory-bytes ";
    assertThat(starts(server + "20G").limits().blocks()).isEqualTo(20 * 1024 * 8 / 16);
    assertThat(dies(server + "70G")).contains("CUDA out of memory. Tried to allocate 70.00 GiB");
  }

  @Test
  void an_unknown_draft_model_is_simulated_as_a_small_one_and_said_so() {
    assertThat(
            read("--engine vllm serve llama-3.3-70b -tp 4 --speculative-config"
                    + " {\"model\":\"acme/tiny\",\"num_speculative_tokens\":2}")
                .readback()
                .notes())
        .containsExactly("draft model 'acme/tiny' is not known: simulated as llama-3.2-1b");
  }

  private static Graphs graphs(String line) {
    return starts(line).engine().graphs();
  }

  private static String refusal(String line) {
    try {
      throw new AssertionError("taken: " + read(line));
    } catch (UsageError refused) {
      return String.join("\n", refused.lines());
    }
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
