package dev.kneeline.dialect.results;

import java.util.Arrays;
import java.util.Optional;

/// The tools whose result files are understood.
public enum ResultFormat {
  VLLM("vllm", "vLLM bench serve and its sweeps"),
  SGLANG("sglang", "SGLang bench_serving"),
  GENAI_BENCH("genai-bench", "genai-bench"),
  INFERENCEMAX("inferencemax", "InferenceMAX agg_*.json"),
  GUIDELLM("guidellm", "guidellm"),
  AIPERF("aiperf", "aiperf"),
  KNEELINE("kneeline", "a study of Kneeline");

  private final String word;
  private final String title;

  ResultFormat(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /// As it is typed.
  public String word() {
    return word;
  }

  /// As it is told.
  public String title() {
    return title;
  }

  public static Optional<ResultFormat> find(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
