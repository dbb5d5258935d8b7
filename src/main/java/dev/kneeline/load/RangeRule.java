package dev.kneeline.load;

import java.util.Locale;

/// What a range ratio means; the benchmarks of this field disagree, and comparing across them
/// compares other lengths.
public enum RangeRule {
  /// vLLM's: `len * (1 - ratio)`, rounded down, to `len * (1 + ratio)`, rounded up. 0: equal
  /// lengths.
  AROUND,
  /// SGLang's and InferenceMAX's: `len * ratio`, rounded down, to `len`. 1: equal lengths.
  BELOW;

  /// As options and results spell it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The lengths of a wanted one: 1000 with 0.8 is 200 to 1800 around and 800 to 1000 below.
  ///
  /// @param least the smallest that may be drawn
  Lengths lengths(long length, double ratio, int least) {
    return switch (this) {
      case AROUND -> Lengths.around(length, ratio, least);
      case BELOW -> {
        int low = (int) Math.max(least, Math.floor(length * ratio));
        yield new Lengths(low, Math.max(low, (int) length));
      }
    };
  }
}
