package dev.kneeline.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stand-ins for the engines' programs: with their folder first on PATH, a command such as `vllm
/// serve ...` or `python3 -m sglang.launch_server ...` starts the simulator instead.
final class Shims {

  private static final String VLLM =
      """
      case "$1" in
        serve) exec "$kneeline" sim --engine vllm "$@" ;;
        bench) shift; exec "$kneeline" bench "$@" ;;
        *) echo "vllm (simulated): only serve and bench are known, not '$1'" >&2; exit 2 ;;
      esac
      """;

  private static final String SGLANG =
      """
      exec "$kneeline" sim --engine sglang "$@"
      """;

  /// Other modules go to the real Python, which is the next one on PATH.
  private static final String PYTHON =
      """
      if [ "$1" = -m ]; then
        case "$2" in
          sglang.launch_server | dynamo.sglang)
            shift 2
            exec "$kneeline" sim --engine sglang "$@" ;;
          sglang_router.launch_router | dynamo.frontend)
            shift 2
            exec "$kneeline" sim router "$@" ;;
          vllm.entrypoints.openai.api_server)
            shift 2
            exec "$kneeline" sim --engine vllm "$@" ;;
        esac
      fi
      here=$(cd "$(dirname "$0")" && pwd)
      rest=
      IFS=:
      for folder in $PATH; do
        [ "$folder" -ef "$here" ] || rest=$rest${rest:+:}$folder
      done
      unset IFS
      real=$(PATH=$rest command -v %s) || { echo "%s: not found beside its stand-in" >&2; exit 127; }
      exec "$real" "$@"
      """;

  private Shims() {}

  /// Writes the stand-ins and tells their names.
  ///
  /// @param folder made where it is missing
  /// @param launcher how the stand-ins start Kneeline
  static Iterable<String> write(Path folder, String launcher) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> scripts = new LinkedHashMap<>();
    scripts.put("vllm", VLLM);
    scripts.put("sglang", SGLANG);
    scripts.put("dynamo.sglang", SGLANG);
    scripts.put("python", PYTHON.formatted("python", "python"));
    scripts.put("python3", PYTHON.formatted("python3", "python3"));
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = folder.resolve(script.getKey());
      String quoted = launcher.replace("'", "'\\''");
      Files.writeString(file, head(script.getKey(), quoted) + script.getValue());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return scripts.keySet();
  }

  private static String head(String program, String launcher) {
    return """
    #!/bin/sh
    # Stand-in for %s, written by `kneeline sim shims`: starts the simulated server instead.
    kneeline='%s'
    """
        .formatted(program, launcher);
  }
}
