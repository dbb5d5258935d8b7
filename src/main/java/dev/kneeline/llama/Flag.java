package dev.kneeline.llama;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The flags of the embedded engine, in llama-server's spelling wherever it has the flag.
///
/// As in llama-server each has an environment variable, which the flag overrules.
enum Flag {
  MODEL("FILE", "LLAMA_ARG_MODEL", "a GGUF model to load", "-m", "--model"),
  MODEL_SIZE("SIZE", "", "generate a model instead: tiny, demo or small", "--model-size"),
  WEIGHTS("TYPE", "", "its weights: f32, f16, q8_0 or q4_0 (f16)", "--weights"),
  MODEL_DIR("DIR", "", "folder of generated models, filled on first use (.)", "--model-dir"),
  ALIAS("NAME", "LLAMA_ARG_ALIAS", "the model's name to clients", "-a", "--alias"),
  HOST("HOST", "LLAMA_ARG_HOST", "address to listen on (127.0.0.1)", "--host"),
  PORT("PORT", "LLAMA_ARG_PORT", "port to listen on, 0 for a free one (8080)", "--port"),
  PARALLEL("N", "LLAMA_ARG_N_PARALLEL", "slots: requests served at once (1)", "-np", "--parallel"),
  CONTEXT(
      "N",
      "LLAMA_ARG_CTX_SIZE",
      "tokens of all slots together, 0 for the model's length (4096)",
      "-c",
      "--ctx-size"),
  THREADS("N", "LLAMA_ARG_THREADS", "threads of computation (1)", "-t", "--threads"),
  BATCH("N", "LLAMA_ARG_BATCH", "most tokens handed over at once (2048)", "-b", "--batch-size"),
  MICRO_BATCH(
      "N", "LLAMA_ARG_UBATCH", "most tokens computed at once (512)", "-ub", "--ubatch-size"),
  FLASH_ATTENTION(
      "[on|off|auto]",
      "LLAMA_ARG_FLASH_ATTN",
      "attention without its matrix in memory (off)",
      "-fa",
      "--flash-attn"),
  KEY_CACHE(
      "TYPE", "LLAMA_ARG_CACHE_TYPE_K", "type of cached keys (f16)", "-ctk", "--cache-type-k"),
  VALUE_CACHE(
      "TYPE", "LLAMA_ARG_CACHE_TYPE_V", "type of cached values (f16)", "-ctv", "--cache-type-v"),
  CONTINUOUS_BATCHING("", "", "let a new prompt join a batch (default)", "-cb", "--cont-batching"),
  NO_CONTINUOUS_BATCHING(
      "",
      "LLAMA_ARG_NO_CONT_BATCHING",
      "let a new prompt wait for the batch",
      "-nocb",
      "--no-cont-batching"),
  METRICS("", "", "serve /metrics (always)", "--metrics"),
  HELP("", "", "print this and exit", "-h", "--help"),
  VERSION("", "", "print the engine's version and exit", "--version");

  private final String value;
  private final String variable;
  private final String meaning;
  private final List<String> spellings;

  Flag(String value, String variable, String meaning, String... spellings) {
    this.value = value;
    this.variable = variable;
    this.meaning = meaning;
    this.spellings = List.of(spellings);
  }

  static Optional<Flag> find(String spelling) {
    return Arrays.stream(values()).filter(flag -> flag.spellings.contains(spelling)).findFirst();
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  /// Whether the value may be left out; then it is `on`, as llama-server had it before 2025-09.
  boolean valueIsOptional() {
    return value.startsWith("[");
  }

  /// The environment variable, or an empty text where there is none.
  String variable() {
    return variable;
  }

  /// The long spelling, by which messages name the flag.
  String spelling() {
    return spellings.getLast();
  }

  /// A line of `--help`.
  String usage() {
    String left = String.join(", ", spellings) + (takesValue() ? " " + value : "");
    return "  %-36s %s".formatted(left, meaning);
  }
}
