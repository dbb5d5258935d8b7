package dev.kneeline.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// vLLM's `/server_info?config_format=json`: the flags in the sections in which vLLM keeps them.
final class VllmInfo {

  private static final Map<String, List<String>> SECTIONS =
      Map.of(
          "scheduler_config",
          List.of(
              "max-num-seqs",
              "max-num-batched-tokens",
              "enable-chunked-prefill",
              "async-scheduling",
              "stream-interval"),
          "cache_config",
          List.of(
              "block-size",
              "gpu-memory-utilization",
              "num-gpu-blocks-override",
              "enable-prefix-caching",
              "kv-cache-dtype"),
          "parallel_config",
          List.of(
              "tensor-parallel-size",
              "pipeline-parallel-size",
              "data-parallel-size",
              "enable-expert-parallel"),
          "model_config",
          List.of("max-model-len", "quantization", "dtype", "enforce-eager", "seed"));

  private VllmInfo() {}

  static String text(SimOptions options) {
    Map<String, String> sections = new LinkedHashMap<>();
    SECTIONS.forEach((name, flags) -> sections.put(name, section(options, flags)));
    return "{\"vllm_config\":%s,\"no_effect_in_simulation\":%s,\"simulated\":true}"
        .formatted(Json.object(sections), ServerInfo.ignored(options));
  }

  private static String section(SimOptions options, List<String> flags) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String flag : flags) {
      String value = options.readback().flags().get(flag);
      if (value != null) {
        members.put(key(flag), ServerInfo.json(value));
      }
    }
    if (flags.contains("max-model-len")) {
      members.put("max_model_len", Integer.toString(options.served().maxModelLength()));
    }
    return Json.object(members);
  }

  /// vLLM's own name of a flag's value.
  private static String key(String flag) {
    return flag.equals("kv-cache-dtype") ? "cache_dtype" : flag.replace('-', '_');
  }
}
