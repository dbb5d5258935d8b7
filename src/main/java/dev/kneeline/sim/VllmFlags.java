package dev.kneeline.sim;

/// vLLM's command line, as far as people tune it. Choices are those of any release up to the summer
/// of 2026; a flag whose values change with each release, or with plug-ins, has none here.
final class VllmFlags {

  static final String TABLE =
      """
      model text modelled
      served-model-name list modelled
      max-model-len whole modelled
      block-size whole modelled
      max-num-seqs whole modelled
      max-num-batched-tokens whole modelled
      gpu-memory-utilization real modelled
      num-gpu-blocks-override whole modelled
      tensor-parallel-size whole modelled tp
      pipeline-parallel-size whole modelled pp
      data-parallel-size whole modelled dp
      enable-expert-parallel switch modelled
      enable-chunked-prefill switch modelled
      enable-prefix-caching switch modelled
      kv-cache-dtype text modelled {auto,float16,bfloat16,int8,fp8,fp8_e4m3,fp8_e5m2,fp8_inc,\
      fp8_ds_mla,nvfp4_ds_mla,turboquant_k8v4,turboquant_4bit_nc,turboquant_k3v4_nc,turboquant_3bit_nc,\
      int4_per_token_head,int8_per_token_head,fp8_per_token_head,nvfp4,nvfp4_4over6}
      quantization text modelled q
      enforce-eager switch modelled
      async-scheduling switch modelled
      dtype text none {auto,half,float16,bfloat16,float,float32}
      api-server-count whole none asc
      tokenizer text none
      tokenizer-mode text none
      skip-tokenizer-init switch none
      trust-remote-code switch none
      load-format text none
      download-dir text none
      revision text none
      swap-space real none
      cpu-offload-gb real none
      kv-cache-memory-bytes text modelled
      scheduling-policy text modelled {fcfs,priority}
      max-num-partial-prefills whole none
      max-long-partial-prefills whole none
      long-prefill-token-threshold whole none
      compilation-config text modelled O cc
      cuda-graph-sizes list modelled cudagraph-capture-sizes
      max-cudagraph-capture-size whole modelled
      enable-dbo switch modelled
      max-seq-len-to-capture whole none
      attention-backend text none
      speculative-config text modelled sc
      kv-transfer-config text none
      distributed-executor-backend text none
      disable-custom-all-reduce switch none
      all2all-backend text none
      enable-eplb switch none
      data-parallel-backend text none dpb
      data-parallel-address text none dpa
      data-parallel-rpc-port whole none dpp
      data-parallel-rank whole none dpn
      data-parallel-start-rank whole none dpr
      data-parallel-size-local whole none dpl
      headless switch none
      nnodes whole none
      node-rank whole none
      master-addr text none
      master-port whole none
      generation-config text none
      override-generation-config text none
      hf-overrides text none
      limit-mm-per-prompt text none
      mm-processor-kwargs text none
      enable-lora switch none
      max-loras whole none
      max-lora-rank whole none
      lora-modules list none
      chat-template text none
      reasoning-parser text none
      tool-call-parser text none
      enable-auto-tool-choice switch none
      api-key list modelled
      enable-prompt-tokens-details switch modelled
      root-path text none
      uvicorn-log-level text none
      disable-uvicorn-access-log switch none
      enable-log-requests switch none
      disable-log-requests switch none
      disable-log-stats switch none
      """;

  private VllmFlags() {}
}
