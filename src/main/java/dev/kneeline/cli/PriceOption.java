package dev.kneeline.cli;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a GPU costs, for the verbs that answer; the study's own price unless said otherwise.
final class PriceOption {

  @Option(
      names = "--gpu-hour-price",
      paramLabel = "PRICE",
      description = "what one GPU costs for an hour (default: the study's)")
  @Nullable Double price;

  /// @throws Refusal for a price that is none
  OptionalDouble or(OptionalDouble kept) {
    if (price == null) {
      return kept;
    }
    if (!(price > 0) || price.isInfinite()) {
      throw new Refusal(ExitCode.WRONG, "a price is above 0, not " + price, "");
    }
    return OptionalDouble.of(price);
  }
}
