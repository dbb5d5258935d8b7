package dev.kneeline.sim;

import java.util.Optional;
import java.util.Set;

/// SGLang's command line, as far as people tune it; dynamo.sglang takes the same. Choices are those
/// of any release up to the summer of 2026; a flag whose values are passed on unread, or that
/// guides give values which no release lists, has none here.
final class SglangFlags {

  private static final String ATTENTION =
      """
      triton,torch_native,flex_attention,dsa,nsa,dsv4,compressed,cutlass_mla,fa3,fa4,flashinfer,\
      flashmla,trtllm_mla,cutedsl_mla,tokenspeed_mla,trtllm_mha,dual_chunk_flash_attn,hpc_ops,\
      minicpm_flashattn,minicpm_flashinfer,aiter,wave,intel_amx,ascend,intel_xpu\
      """;

  static final String TABLE =
      """
      model-path text modelled model
      served-model-name text modelled
      context-length whole modelled
      mem-fraction-static real modelled
      max-running-requests whole modelled
      max-total-tokens whole modelled
      chunked-prefill-size whole modelled
      max-prefill-tokens whole modelled
      page-size whole modelled
      tp-size whole modelled tensor-parallel-size tp
      pp-size whole modelled pipeline-parallel-size pp
      dp-size whole modelled data-parallel-size dp
      ep-size whole modelled expert-parallel-size ep
      enable-dp-attention switch modelled
      enable-mixed-chunk switch modelled
      disable-radix-cache switch modelled
      disable-overlap-schedule switch modelled
      disable-cuda-graph switch modelled
      cuda-graph-max-bs whole modelled
      cuda-graph-bs list modelled
      kv-cache-dtype text modelled
      quantization text modelled
      random-seed whole modelled seed
      disaggregation-mode text modelled {null,prefill,decode}
      tokenizer-worker-num whole none
      schedule-policy text modelled {lpm,random,fcfs,dfs-weight,lof,priority,routing-key}
      schedule-conservativeness real none
      num-continuous-decode-steps whole none
      swa-full-tokens-ratio real none
      radix-eviction-policy text none {lru,lfu,slru,priority}
      attention-backend text none {ATTENTION}
      decode-attention-backend text none {ATTENTION}
      prefill-attention-backend text none {ATTENTION}
      sampling-backend text none {flashinfer,pytorch,ascend,token_oracle}
      mm-attention-backend text none
      nsa-prefill-backend text none
      nsa-decode-backend text none
      enable-hierarchical-cache switch none
      hicache-ratio real none
      hicache-size whole none
      hicache-write-policy text none
      hicache-io-backend text none
      hicache-mem-layout text none
      hicache-storage-backend text none
      hicache-storage-prefetch-policy text none
      enable-lmcache switch none
      enable-two-batch-overlap switch modelled
      enable-single-batch-overlap switch none
      enable-torch-compile switch none
      enable-piecewise-cuda-graph switch modelled
      piecewise-cuda-graph-max-tokens whole modelled
      torch-compile-max-bs whole none
      moe-runner-backend text none
      moe-a2a-backend text modelled
      moe-dense-tp-size whole none
      deepep-mode text none {normal,low_latency,auto}
      ep-num-redundant-experts whole none
      ep-dispatch-algorithm text none
      eplb-algorithm text none
      init-expert-location text none
      disable-shared-experts-fusion switch none
      enable-flashinfer-allreduce-fusion switch none
      decode-log-interval whole none
      disaggregation-bootstrap-port whole none
      disaggregation-transfer-backend text none
      disaggregation-ib-device text none
      load-balance-method text none
      prefill-round-robin-balance switch none
      dist-init-addr text none
      nnodes whole none
      node-rank whole none
      dtype text none {auto,half,float16,bfloat16,float,float32}
      tokenizer-path text none
      tokenizer-mode text none
      trust-remote-code switch none
      load-format text none
      skip-server-warmup switch none
      watchdog-timeout real none
      scheduler-recv-interval whole none
      max-queued-requests whole none
      speculative-algorithm text modelled {EAGLE,EAGLE3,NEXTN,STANDALONE,NGRAM}
      speculative-num-steps whole modelled
      speculative-eagle-topk whole modelled
      speculative-num-draft-tokens whole modelled
      speculative-draft-model-path text modelled speculative-draft-model
      enable-symm-mem switch none
      enable-dp-lm-head switch none
      enable-eplb switch none
      deepep-config text none
      fp4-gemm-backend text none
      fp8-gemm-backend text none
      disable-cuda-graph-padding switch none
      disable-chunked-prefix-cache switch none
      num-reserved-decode-tokens whole none
      grammar-backend text none {xgrammar,outlines,llguidance,none}
      model-loader-extra-config text none
      chat-template text none
      device text none
      base-gpu-id whole none
      dist-timeout whole none
      download-dir text none
      revision text none
      enable-cache-report switch modelled
      kv-events-config text none
      endpoint text none
      namespace text none
      migration-limit whole none
      use-sglang-tokenizer switch none
      log-level text none
      log-level-http text none
      log-requests switch none
      enable-metrics switch none
      api-key text modelled
      reasoning-parser text none
      tool-call-parser text none
      """
          .replace("ATTENTION", ATTENTION);

  /// Values of a modelled flag that change nothing here: orders of the queue that need further
  /// flags or headers, or weigh the tree of prefixes.
  private static final Set<String> POLICIES_WITHOUT_EFFECT =
      Set.of("dfs-weight", "priority", "routing-key");

  private SglangFlags() {}

  /// Whether a modelled flag's value is one that the simulation takes no notice of.
  static boolean withoutEffect(Flag flag, Optional<String> value) {
    return flag.name().equals("schedule-policy")
        && value.filter(POLICIES_WITHOUT_EFFECT::contains).isPresent();
  }
}
