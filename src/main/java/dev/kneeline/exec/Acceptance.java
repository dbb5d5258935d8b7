package dev.kneeline.exec;

import dev.kneeline.metric.Figures;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Template;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Whether figures may count: a run without output tokens, or with fewer than were asked for
/// although the end of the sequence was to be ignored, is a failed run and not a fast one.
final class Acceptance {

  private static final List<String> OUTPUT_LENGTHS =
      List.of("--output-len", "--random-output-len", "--random-output");
  private static final List<String> RATIOS = List.of("--random-range-ratio");

  private Acceptance() {}

  /// What is wrong with figures of any origin.
  static Optional<Failure> fault(Figures figures) {
    double tooShort = figures.value("failed_short").orElse(0);
    if (tooShort > 0) {
      return Optional.of(
          new Failure(
              FailureKind.SHORT_OUTPUT,
              "%.0f answers were shorter than asked for, though their end was to be ignored"
                  .formatted(tooShort),
              "does the context hold prompt and answer, and does the engine know ignore_eos?",
              ""));
    }
    if (is(figures, "completed", 0)) {
      return Optional.of(
          Failure.of(
              FailureKind.LOAD_FAILED,
              "none of %s requests completed"
                  .formatted(count(figures.value("failed"), "the run's"))));
    }
    if (is(figures, "total_output_tokens", 0) || is(figures, "output_throughput", 0)) {
      return Optional.of(
          Failure.of(FailureKind.SHORT_OUTPUT, "the answers held no output tokens at all"));
    }
    return Optional.empty();
  }

  /// What is wrong with an external benchmark's figures besides: it may ask for answers of one
  /// length with `--ignore-eos` and tell how many tokens came.
  static Optional<Failure> fault(Figures figures, LoadSpec.External load) {
    List<String> words = load.command().arguments().stream().map(Template::show).toList();
    OptionalDouble length = option(words, OUTPUT_LENGTHS);
    OptionalDouble completed = figures.value("completed");
    OptionalDouble tokens = figures.value("total_output_tokens");
    boolean exact =
        words.contains("--ignore-eos")
            && option(words, RATIOS).orElse(0) == 0
            && length.isPresent()
            && completed.isPresent()
            && tokens.isPresent();
    if (!exact || tokens.getAsDouble() >= completed.getAsDouble() * length.getAsDouble()) {
      return fault(figures);
    }
    return Optional.of(
        Failure.of(
            FailureKind.SHORT_OUTPUT,
            "%.0f answers of %.0f tokens were asked for, %.0f tokens came"
                .formatted(completed.getAsDouble(), length.getAsDouble(), tokens.getAsDouble())));
  }

  private static boolean is(Figures figures, String key, double number) {
    return figures.value(key).isPresent() && figures.value(key).getAsDouble() == number;
  }

  private static String count(OptionalDouble number, String otherwise) {
    return number.isPresent() ? "%.0f".formatted(number.getAsDouble()) : otherwise;
  }

  /// The last of the flags' values, since programs let the last one win.
  private static OptionalDouble option(List<String> words, List<String> flags) {
    for (int index = words.size() - 1; index >= 0; index--) {
      for (String flag : flags) {
        String word = words.get(index);
        if (word.startsWith(flag + "=")) {
          return number(word.substring(flag.length() + 1));
        }
        if (word.equals(flag) && index + 1 < words.size()) {
          return number(words.get(index + 1));
        }
      }
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException none) {
      return OptionalDouble.empty();
    }
  }
}
