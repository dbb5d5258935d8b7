package dev.kneeline.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Chooses the prompts of a workload.
final class PromptsOf {

  private PromptsOf() {}

  /// @param warmUps prompts that are wanted beside the run's own
  /// @throws LoadException when a file cannot be read or holds nothing of use
  static Prompts workload(WorkloadSpec spec, Backend backend, int warmUps) throws LoadException {
    try {
      return switch (spec.dataset()) {
        case Dataset.Sessions sessions ->
            new SessionPrompts(sessions, spec.form(), backend == Backend.OPENAI_CHAT, spec.seed());
        case Dataset.RandomPrompts _, Dataset.PrefixRepetition _, Dataset.Sonnet _ ->
            new SyntheticPrompts(spec.dataset(), spec.form(), spec.seed());
        case Dataset.Trace dataset -> TracePrompts.read(dataset, spec.form(), spec.seed());
        case Dataset.BurstGpt dataset -> TracePrompts.read(dataset, spec.form(), spec.seed());
        case Dataset.ShareGpt _, Dataset.Custom _ -> ofFile(spec, spec.count() + warmUps);
      };
    } catch (IOException failure) {
      throw new LoadException(
          "cannot read the dataset: " + failure.getMessage(), "check --dataset-path");
    }
  }

  private static Prompts ofFile(WorkloadSpec spec, long wanted) throws IOException, LoadException {
    Optional<Path> file = spec.counting().tokenizer();
    if (file.isEmpty()) {
      return ofFile(spec, new FilePrompts.Reading(FilePrompts::estimate, spec.seed(), wanted));
    }
    try (LocalTokenizer tokenizer = opened(file.get())) {
      return ofFile(spec, new FilePrompts.Reading(tokenizer, spec.seed(), wanted));
    }
  }

  private static Prompts ofFile(WorkloadSpec spec, FilePrompts.Reading reading) throws IOException {
    return switch (spec.dataset()) {
      case Dataset.ShareGpt dataset -> reading.shareGpt(dataset);
      case Dataset.Custom dataset -> reading.custom(dataset);
      case Dataset.RandomPrompts _,
          Dataset.PrefixRepetition _,
          Dataset.Sonnet _,
          Dataset.Sessions _,
          Dataset.Trace _,
          Dataset.BurstGpt _ ->
          throw new IllegalStateException("made-up prompts are in no file");
    };
  }

  private static LocalTokenizer opened(Path file) throws LoadException {
    try {
      return LocalTokenizer.open(file);
    } catch (IOException failure) {
      throw new LoadException(
          "the tokenizer cannot be used: " + failure.getMessage(),
          "leave --tokenizer out, or add --skip-tokenizer-init");
    }
  }
}
