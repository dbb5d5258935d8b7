package dev.kneeline.load;

import java.util.Optional;

/// Why something of `vllm bench serve` is not done here, and what to do about it: who brings such a
/// command line along is to know at once, before any load.
///
/// @param message what it needs
/// @param hint the way out
record NotHere(String message, String hint) {

  private static final String AS_LINES =
      "save it as JSON lines with \"prompt\" and perhaps \"output_tokens\", and use"
          + " --dataset-name custom --dataset-path FILE --custom-output-len -1";

  /// A dataset that vLLM has and we have not.
  ///
  /// @param name with underscores
  static Optional<NotHere> dataset(String name) {
    return switch (name) {
      case "hf" -> Optional.of(new NotHere("no model hub is asked for datasets", AS_LINES));
      case "spec_bench", "speed_bench", "txt_slices" ->
          Optional.of(new NotHere("'%s' is not read as it is".formatted(name), AS_LINES));
      case "random_mm", "custom_mm", "custom_image", "custom_audio" ->
          Optional.of(
              new NotHere(
                  "'%s' is of pictures or sound; only text is sent".formatted(name),
                  "measure text with random or custom"));
      case "random_rerank" ->
          Optional.of(
              new NotHere("answers without tokens are not measured", "use a model that writes"));
      default -> Optional.empty();
    };
  }

  /// A kind of server that vLLM has and we have not.
  static Optional<NotHere> backend(String word) {
    boolean tokenless =
        word.contains("embeddings") || word.equals("vllm-pooling") || word.equals("vllm-rerank");
    if (tokenless) {
      return Optional.of(
          new NotHere(
              "'%s' answers without tokens, which is not measured".formatted(word),
              "use " + Backend.words()));
    }
    return word.equals("openai-audio")
        ? Optional.of(new NotHere("only text is sent, no sound", "use " + Backend.words()))
        : Optional.empty();
  }
}
