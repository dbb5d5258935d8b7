package dev.kneeline.sim;

import java.util.List;
import java.util.Locale;

/// What the engines print and answer when something is wrong, word for word where programs look for
/// it.
final class EngineText {

  /// The event inside a stream that has already begun with status 200.
  static final String STREAM_ERROR =
      "data: {\"error\":{\"message\":\"EngineCore encountered an issue. See stack trace (above) for"
          + " the root cause.\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\n";

  private static final double GIB = 1 << 30;

  private EngineText() {}

  /// The line that everybody searches logs for.
  ///
  /// @param wanted bytes that were asked for
  /// @param total the GPU's memory in bytes
  /// @param free bytes that were left
  static String outOfMemory(double wanted, double total, double free) {
    return String.format(
        Locale.ROOT,
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate %s. GPU 0 has a total"
            + " capacity of %.2f GiB of which %s is free. Including non-PyTorch memory, this"
            + " process has %.2f GiB memory in use.",
        size(wanted),
        total / GIB,
        size(free),
        (total - free) / GIB);
  }

  /// What an engine prints when it dies while loading.
  static List<String> deathAtLoad(EngineStyle style, String cause) {
    return switch (style) {
      case VLLM, PLAIN, TRTLLM ->
          List.of(
              "ERROR [core.py] EngineCore failed to start.",
              "ERROR [core.py] " + cause,
              "RuntimeError: Engine core initialization failed. See root cause above.");
      case SGLANG ->
          List.of(
              "Scheduler hit an exception: Traceback (most recent call last):",
              cause,
              "Received sigquit from a child process. It usually means the child failed.");
    };
  }

  /// What an engine prints when it dies under load.
  static List<String> deathUnderLoad(EngineStyle style, String cause) {
    return switch (style) {
      case VLLM, PLAIN, TRTLLM ->
          List.of(
              "ERROR [core.py] EngineCore encountered a fatal error.",
              "ERROR [core.py] " + cause,
              "ERROR [async_llm.py] AsyncLLM output_handler failed.");
      case SGLANG ->
          List.of(
              "Scheduler hit an exception: Traceback (most recent call last):",
              cause,
              "Received sigquit from a child process. It usually means the child failed.");
    };
  }

  /// The exit code after either death: SGLang kills its own process tree, itself included.
  static int exitCode(EngineStyle style) {
    return switch (style) {
      case VLLM, PLAIN, TRTLLM -> 1;
      case SGLANG -> 137;
    };
  }

  /// What an engine says of flags that it does not know.
  static String unknown(EngineStyle style, List<String> flags) {
    return switch (style) {
      case VLLM, SGLANG, PLAIN -> "unrecognized arguments: " + String.join(" ", flags);
      case TRTLLM -> "No such option: " + flags.getFirst();
    };
  }

  /// What an engine answers to a request beyond the context.
  static String tooLong(EngineStyle style, int longest, int prompt, int output) {
    String text =
        switch (style) {
          case VLLM, TRTLLM, PLAIN ->
              """
              This model's maximum context length is %d tokens. However, you requested %d tokens \
              (%d in the messages, %d in the completion). Please reduce the length of the messages \
              or completion.\
              """;
          case SGLANG ->
              """
              Requested token count exceeds the model's maximum context length of %d tokens. You \
              requested a total of %d tokens: %d tokens from the input messages and %d tokens for \
              the completion. Please reduce the number of tokens in the input messages or the \
              completion to fit within the limit.\
              """;
        };
    return text.formatted(longest, (long) prompt + output, prompt, output);
  }

  /// The line for an address that is taken.
  static String portTaken(EngineStyle style, String host, int port) {
    return switch (style) {
      case VLLM, TRTLLM -> "OSError: [Errno 98] Address already in use";
      case SGLANG, PLAIN ->
          "ERROR:    [Errno 98] error while attempting to bind on address ('%s', %d): address already in use"
              .formatted(host, port);
    };
  }

  /// The line that tells of readiness.
  static String ready(EngineStyle style) {
    return switch (style) {
      case VLLM, PLAIN, TRTLLM -> "INFO:     Application startup complete.";
      case SGLANG -> "The server is fired up and ready to roll!";
    };
  }

  private static String size(double bytes) {
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.2f GiB", bytes / GIB)
        : String.format(Locale.ROOT, "%.2f MiB", bytes * 1024 / GIB);
  }
}
