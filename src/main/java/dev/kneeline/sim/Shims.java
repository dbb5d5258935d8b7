package dev.kneeline.sim;

import dev.kneeline.plan.ShellText;
import dev.kneeline.plan.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stand-ins for the engines' programs: with their folder first on PATH, a command such as `vllm
/// serve ...` or `python3 -m sglang.launch_server ...` starts the simulator instead, with the flags
/// of the variable `KNEELINE_SIM` before its own.
public final class Shims {

  private static final String VLLM =
      """
      case "$1" in
        serve) kneeline sim --engine vllm $KNEELINE_SIM "$@" ;;
        bench) shift; kneeline bench "$@" ;;
        *) echo "vllm (simulated): only serve and bench are known, not '$1'" >&2; exit 2 ;;
      esac
      """;

  private static final String SGLANG =
      """
      kneeline sim --engine sglang $KNEELINE_SIM "$@"
      """;

  private static final String TRTLLM =
      """
      kneeline sim --engine trtllm $KNEELINE_SIM "$@"
      """;

  /// Other modules go to the real Python, which is the next one on PATH.
  private static final String PYTHON =
      """
      if [ "$1" = -m ]; then
        case "$2" in
          sglang.launch_server | dynamo.sglang)
            shift 2
            kneeline sim --engine sglang $KNEELINE_SIM "$@" ;;
          sglang_router.launch_router | dynamo.frontend)
            shift 2
            kneeline sim router "$@" ;;
          vllm.entrypoints.openai.api_server)
            shift 2
            kneeline sim --engine vllm $KNEELINE_SIM "$@" ;;
        esac
      fi
      here=$(cd "$(dirname "$0")" && pwd)
      rest=
      IFS=:
      for folder in $PATH; do
        [ "$folder" -ef "$here" ] || rest=$rest${rest:+:}$folder
      done
      unset IFS
      real=$(PATH=$rest command -v {program}) || { echo "{program}: not found beside its stand-in" >&2; exit 127; }
      exec "$real" "$@"
      """;

  private Shims() {}

  /// The folder of the stand-ins that start Kneeline by these words, below one that is kept; it is
  /// written by the first caller, and by any number of callers at once.
  ///
  /// @param launcher program and first words, as `java -cp ... dev.kneeline.cli.Main`
  public static Path below(Path cache, List<String> launcher) throws IOException {
    Map<String, String> scripts = scripts(launcher);
    Path folder = cache.resolve("simulated-engines-%08x".formatted(scripts.hashCode()));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(cache);
    Path aside = Files.createTempDirectory(cache, "simulated-engines");
    write(aside, launcher);
    try {
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException lost) {
      if (!Files.isDirectory(folder)) {
        throw lost;
      }
      // Another process was faster; its files are the same.
      for (String name : scripts.keySet()) {
        Files.delete(aside.resolve(name));
      }
      Files.delete(aside);
    }
    return folder;
  }

  /// Writes the stand-ins and tells their names.
  ///
  /// @param folder made where it is missing
  /// @param launcher the words by which the stand-ins start Kneeline
  static Iterable<String> write(Path folder, List<String> launcher) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> scripts = scripts(launcher);
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = folder.resolve(script.getKey());
      Files.writeString(file, script.getValue());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return scripts.keySet();
  }

  private static Map<String, String> scripts(List<String> launcher) {
    Map<String, String> scripts = new LinkedHashMap<>();
    for (String program : Simulation.PROGRAMS) {
      scripts.put(program, head(program, launcher) + body(program));
    }
    return scripts;
  }

  private static String body(String program) {
    return switch (program) {
      case "vllm" -> VLLM;
      case "sglang", "dynamo.sglang" -> SGLANG;
      case "trtllm-serve" -> TRTLLM;
      case "python", "python3" -> PYTHON.replace("{program}", program);
      default -> throw new IllegalStateException("no stand-in is written for " + program);
    };
  }

  private static String head(String program, List<String> launcher) {
    return """
    #!/bin/sh
    # Stand-in for %s, written by Kneeline: starts the simulated server instead.
    kneeline() { exec %s "$@"; }
    """
        .formatted(program, ShellText.join(launcher));
  }
}
