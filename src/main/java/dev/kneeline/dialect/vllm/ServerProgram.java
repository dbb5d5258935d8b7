package dev.kneeline.dialect.vllm;

import dev.kneeline.exec.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which engine a command starts, whatever stands before it: `numactl ... vllm serve M`, `python -m
/// sglang.launch_server`, `docker run ... vllm/vllm-openai`.
///
/// @param engine name of its preset; `command` where none is recognised
/// @param from index of the engine's first own word
/// @param container index behind `run` of a container's command; -1 where there is none
record ServerProgram(String engine, int from, int container) {

  /// A server of which nothing is known.
  static final String UNKNOWN = "command";

  private static final int NO_CONTAINER = -1;
  private static final String VLLM = "vllm";
  private static final String SGLANG = "sglang";

  private static final Map<String, String> MODULES =
      Map.of(
          "vllm.entrypoints.openai.api_server", VLLM,
          "vllm.entrypoints.api_server", VLLM,
          "sglang.launch_server", SGLANG,
          "dynamo.sglang", SGLANG,
          "dynamo.vllm", VLLM);

  /// Options of `docker run` that no value follows.
  private static final Set<String> SWITCHES =
      Set.of(
          "--rm",
          "-i",
          "-t",
          "-it",
          "-ti",
          "--init",
          "--privileged",
          "--read-only",
          "-P",
          "--publish-all",
          "--interactive",
          "--tty",
          "--no-healthcheck");

  private static final Set<String> DETACHED =
      Set.of("-d", "--detach", "-dit", "-itd", "-td", "-id");

  /// @throws SweepRefusal where a container would be let go
  static ServerProgram of(List<String> words) {
    return Container.options(words)
        .map(options -> inContainer(words, options))
        .or(() -> plain(words, 0, NO_CONTAINER))
        .orElse(new ServerProgram(UNKNOWN, words.size() > 1 ? 1 : 0, NO_CONTAINER));
  }

  boolean inContainer() {
    return container != NO_CONTAINER;
  }

  /// Whether a shell reads the command, behind whose text no flag would reach the server.
  static boolean isShell(List<String> words) {
    return Set.of("sh", "bash", "dash", "zsh", "ksh").contains(Call.baseName(words.getFirst()))
        && words.stream().anyMatch(word -> word.matches("-[a-z]*c"));
  }

  private static ServerProgram inContainer(List<String> words, int run) {
    int image = run;
    while (image < words.size() && words.get(image).startsWith("-")) {
      if (DETACHED.contains(words.get(image))) {
        throw SweepRefusal.wrong(
            "--serve-cmd: '%s' lets the container go, so that nobody could end it"
                .formatted(words.get(image)),
            "leave it out; the container is removed when its runs are done");
      }
      boolean alone = words.get(image).contains("=") || SWITCHES.contains(words.get(image));
      image += alone ? 1 : 2;
    }
    int inside = Math.min(image + 1, words.size());
    String name = image < words.size() ? words.get(image) : "";
    String engine = name.contains(VLLM) ? VLLM : name.contains(SGLANG) ? SGLANG : UNKNOWN;
    return plain(words, inside, run).orElse(new ServerProgram(engine, inside, run));
  }

  private static Optional<ServerProgram> plain(List<String> words, int start, int container) {
    for (int index = start; index < words.size(); index++) {
      String program = Call.baseName(words.get(index));
      String next = index + 1 < words.size() ? words.get(index + 1) : "";
      String afterNext = index + 2 < words.size() ? words.get(index + 2) : "";
      if (program.matches("python[0-9.]*") && next.equals("-m")) {
        String engine = MODULES.get(afterNext);
        return engine == null
            ? Optional.empty()
            : Optional.of(new ServerProgram(engine, index + 3, container));
      }
      Optional<String> engine = byProgram(program, next);
      if (engine.isPresent()) {
        int from = program.endsWith("-serve") || program.equals("llama-server") ? 1 : 2;
        return Optional.of(new ServerProgram(engine.get(), index + from, container));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> byProgram(String program, String next) {
    return switch (program) {
      case VLLM -> next.equals("serve") ? Optional.of(VLLM) : Optional.empty();
      case SGLANG -> next.equals("serve") ? Optional.of(SGLANG) : Optional.empty();
      case "kneeline", "dev.kneeline.cli.Main" ->
          next.equals("sim") ? Optional.of("sim") : Optional.empty();
      case "trtllm-serve" -> Optional.of("trtllm");
      case "llama-server" -> Optional.of("llamacpp");
      default -> Optional.empty();
    };
  }
}
