package dev.kneeline.load;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a server is spoken to: the shape of its requests and the path they go to.
public enum Backend {
  /// OpenAI's completions, which vLLM, SGLang, TensorRT-LLM and llama.cpp all serve.
  OPENAI("openai", "/v1/completions"),
  /// The same under vLLM's word.
  VLLM("vllm", "/v1/completions"),
  /// OpenAI's chat completions.
  OPENAI_CHAT("openai-chat", "/v1/chat/completions"),
  /// SGLang's own API.
  SGLANG("sglang", "/generate"),
  /// Text Generation Inference's own API.
  TGI("tgi", "/generate_stream");

  private final String word;
  private final String endpoint;

  Backend(String word, String endpoint) {
    this.word = word;
    this.endpoint = endpoint;
  }

  /// As options and results spell it.
  public String word() {
    return word;
  }

  /// The path of its API.
  public String endpoint() {
    return endpoint;
  }

  static Optional<Backend> find(String word) {
    return Arrays.stream(values()).filter(backend -> backend.word.equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(Backend::word).collect(Collectors.joining(", "));
  }
}
