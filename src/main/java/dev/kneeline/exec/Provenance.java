package dev.kneeline.exec;

import dev.kneeline.plan.Secrets;
import dev.kneeline.space.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Where a study's figures come from: the command that was given, the version of the question's
/// file, the environment and the machine. Secrets are hidden by their names.
public final class Provenance {

  /// Variables that decide how engines and GPUs behave, by the beginnings of their names; the rest
  /// of an environment is the user's own business.
  private static final List<String> TELLING =
      List.of(
          "CUDA_",
          "HIP_",
          "ROCR_",
          "NCCL_",
          "RCCL_",
          "VLLM_",
          "SGLANG_",
          "SGL_",
          "TRTLLM_",
          "TLLM_",
          "LLAMA_",
          "GGML_",
          "TORCH",
          "PYTORCH_",
          "HF_",
          "OMP_",
          "MKL_",
          "KNEELINE_",
          "SLURM_",
          "LD_LIBRARY_PATH",
          "VIRTUAL_ENV",
          "CONDA_PREFIX");

  private Provenance() {}

  /// @param command the words that this program was given
  /// @param sweepFile whose repository's state is noted, if it lies in one
  public static SequencedMap<String, Value> facts(
      List<String> command, Path sweepFile, HostMachine machine) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("command", texts(Secrets.hideInArguments(command)));
    facts.put("directory", Value.of(Path.of("").toAbsolutePath().toString()));
    facts.put("repository", new Value.Entries(repository(sweepFile)));
    facts.put("environment", new Value.Entries(environment(System.getenv())));
    facts.put("machine", new Value.Entries(machine.facts()));
    return facts;
  }

  /// Commit and whether files differ from it; empty outside of a git repository.
  static SequencedMap<String, Value> repository(Path sweepFile) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    Path folder = sweepFile.toAbsolutePath().getParent();
    if (folder == null || Programs.find("git").isEmpty()) {
      return facts;
    }
    List<String> commit = git(folder, "rev-parse", "HEAD");
    if (!commit.isEmpty()) {
      facts.put("commit", Value.of(commit.getFirst()));
      List<String> changed = git(folder, "status", "--porcelain", "--untracked-files=no");
      facts.put("changed_files", texts(changed.stream().map(String::strip).toList()));
    }
    return facts;
  }

  static SequencedMap<String, Value> environment(Map<String, String> variables) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    new TreeMap<>(variables)
        .forEach((name, value) -> {
          if (TELLING.stream().anyMatch(name::startsWith)) {
            facts.put(name, Value.of(Secrets.hide(name, value)));
          }
        });
    return facts;
  }

  private static List<String> git(Path folder, String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(words));
    return Tools.lines(command);
  }

  private static Value texts(List<String> texts) {
    return new Value.Items(texts.stream().map(Value::of).toList());
  }
}
