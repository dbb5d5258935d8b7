package dev.kneeline.sweep;

import java.util.Optional;

/// The first sweep file of an engine, with a comment on every part.
public final class InitFile {

  /// By this name `init` writes [SweepSchema#json()] beside the file, for editors.
  public static final String SCHEMA = "sweep.schema.json";

  private InitFile() {}

  /// The text for an engine that Kneeline brings along; nothing for another one.
  public static Optional<String> forEngine(String engine) {
    return switch (engine) {
      case "llamacpp-embedded" -> Optional.of(embedded());
      case "llamacpp" -> Optional.of(llamacpp());
      case "vllm" -> Optional.of(vllm());
      case "sglang" -> Optional.of(sglang());
      case "trtllm" -> Optional.of(trtllm());
      case "sim" -> Optional.of(simulator());
      case "command" -> Optional.of(command());
      default -> Optional.empty();
    };
  }

  private static String embedded() {
    return file(
        "llamacpp-embedded",
        """
        server:
          params:
            model-size: demo                # generated on first use: no download, no GPU
            threads: 1
        """,
        new Load("48", "24", "16", "1..8 x2"),
        """
          server.weights: [f16, q4_0]       # a new value restarts the server
          server.parallel: [1, 4]           # requests that are worked on side by side
        """,
        "server.weights == 'f16' && server.parallel > 1");
  }

  private static String llamacpp() {
    return file(
        "llamacpp",
        """
        server:
          params:
            model: model.gguf
            ctx-size: 8192
        """,
        new Load("128", "64", "32", "1..16 x2"),
        """
          server.parallel: [1, 4, 8]        # a new value restarts the server
          server.flash-attn: [true, false]
        """,
        "'!server.flash_attn && server.parallel > 4'");
  }

  private static String vllm() {
    return file(
        "vllm",
        """
        server:
          params:
            model: Qwen/Qwen2.5-0.5B-Instruct
            gpu-memory-utilization: 0.90
        """,
        new Load("512", "128", "200", "4..64 x2"),
        """
          server.tensor-parallel-size: [1, 2]  # a new value restarts the server
          server.max-num-seqs: [64, 256]
        """,
        "server.tensor_parallel_size > gpus");
  }

  private static String sglang() {
    return file(
        "sglang",
        """
        server:
          params:
            model-path: Qwen/Qwen2.5-0.5B-Instruct
        """,
        new Load("512", "128", "200", "4..64 x2"),
        """
          server.tp-size: [1, 2]            # a new value restarts the server
          server.mem-fraction-static: 0.80..0.88 +0.04
        """,
        "server.tp_size > gpus");
  }

  private static String trtllm() {
    return file(
        "trtllm",
        """
        server:
          params:
            model: Qwen/Qwen2.5-0.5B-Instruct
        """,
        new Load("512", "128", "200", "4..64 x2"),
        """
          server.tp-size: [1, 2]            # a new value restarts the server
          server.max-batch-size: [64, 256]
        """,
        "server.tp_size > gpus");
  }

  private static String simulator() {
    return file(
        "sim",
        """
        server:
          params:
            fixed: 20,5,0                   # time to first token, between tokens, in ms
        """,
        new Load("128", "32", "50", "1..16 x2"),
        """
          server.stream-interval: [1, 4]    # a new value restarts the server
        """,
        "server.stream_interval > load.max_concurrency");
  }

  private static String command() {
    return file(
        "command",
        """
        server:
          command: my-server --model {model} --port {port}
          ready: {path: /health, timeout: 10min}
        """,
        new Load("128", "32", "50", "1..16 x2"),
        """
          model: [/models/a, /models/b]     # fills {model}; restarts the server
          server.batch-size: [8, 32]        # becomes --batch-size 8
        """,
        "server.batch_size > load.max_concurrency");
  }

  private record Load(String input, String output, String prompts, String concurrency) {}

  private static String file(String engine, String server, Load load, String sweep, String rule) {
    return head(engine) + server + tail(load, sweep, rule);
  }

  private static String head(String engine) {
    String name = engine + "-sweep";
    return """
    # yaml-language-server: $schema=%s
    #
    # What is measured, what varies, and what is best. Try:
    #   kneeline plan %s.yaml     what would be done, and how long it would take
    #   kneeline run %s.yaml      do it; called again it goes on where it stopped
    name: %s

    engine: %s
    """
        .formatted(SCHEMA, name, name, name, engine);
  }

  private static String tail(Load load, String sweep, String rule) {
    return """

    load:                               # options as in `vllm bench serve`
      random-input-len: %s
      random-output-len: %s
      num-prompts: %s

    sweep:                              # every value with every other; the first varies slowest
    %s  load.max-concurrency: %s      # a new value is a new measurement on the running server

    # Rules are expressions over parameters, spelled with _, and over gpus and gpu.memory:
    # exclude:
    #   - %s
    # repeat: 3                         # runs of each point
    # slo: [p99_ttft_ms <= 500]         # a configuration that breaks it is no answer
    objective: max output_throughput
    """
        .formatted(load.input(), load.output(), load.prompts(), sweep, load.concurrency(), rule);
  }
}
