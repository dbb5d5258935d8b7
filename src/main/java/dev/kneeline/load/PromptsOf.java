package dev.kneeline.load;

/// Chooses the prompts of a workload.
final class PromptsOf {

  private PromptsOf() {}

  static Prompts workload(LoadOptions options) throws LoadException {
    WorkloadSpec spec = options.workload();
    return switch (spec.dataset()) {
      case Dataset.RandomPrompts _, Dataset.PrefixRepetition _, Dataset.Sonnet _ ->
          new SyntheticPrompts(spec.dataset(), spec.form(), spec.seed());
      case Dataset.ShareGpt _, Dataset.Custom _, Dataset.Trace _ ->
          throw new LoadException("datasets of files are not read yet", "use random");
    };
  }
}
