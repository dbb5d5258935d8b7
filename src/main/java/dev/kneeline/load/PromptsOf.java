package dev.kneeline.load;

import java.io.IOException;

/// Chooses the prompts of a workload.
final class PromptsOf {

  private PromptsOf() {}

  /// @throws LoadException when a file cannot be read or holds nothing of use
  static Prompts workload(WorkloadSpec spec) throws LoadException {
    try {
      return switch (spec.dataset()) {
        case Dataset.RandomPrompts _, Dataset.PrefixRepetition _, Dataset.Sonnet _ ->
            new SyntheticPrompts(spec.dataset(), spec.form(), spec.seed());
        case Dataset.ShareGpt dataset -> FilePrompts.shareGpt(dataset, spec.seed());
        case Dataset.Custom dataset -> FilePrompts.custom(dataset, spec.seed());
        case Dataset.Trace dataset -> TracePrompts.read(dataset, spec.form(), spec.seed());
      };
    } catch (IOException failure) {
      throw new LoadException(
          "cannot read the dataset: " + failure.getMessage(), "check --dataset-path");
    }
  }
}
