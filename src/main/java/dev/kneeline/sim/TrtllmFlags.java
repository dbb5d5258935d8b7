package dev.kneeline.sim;

/// The command line of `trtllm-serve`, as far as people tune it.
final class TrtllmFlags {

  static final String TABLE =
      """
      max-batch-size whole modelled
      max-num-tokens whole modelled
      max-seq-len whole modelled
      tp-size whole modelled tensor-parallel-size
      pp-size whole modelled pipeline-parallel-size
      ep-size whole modelled moe-expert-parallel-size
      kv-cache-free-gpu-memory-fraction real modelled free-gpu-memory-fraction
      kv-cache-dtype text modelled
      enable-chunked-prefill switch modelled
      served-model-name text modelled
      backend text none
      tokenizer text none
      max-beam-width whole none
      cluster-size whole none
      gpus-per-node whole none
      num-postprocess-workers whole none
      trust-remote-code switch none
      extra-llm-api-options text none
      revision text none
      reasoning-parser text none
      tool-parser text none
      chat-template text none
      metadata-server-config-file text none
      server-role text none
      fail-fast-on-attention-window-too-large switch none
      otlp-traces-endpoint text none
      log-level text none
      """;

  private TrtllmFlags() {}
}
