package dev.kneeline.load;

/// What is asked, how often.
///
/// @param count how many requests, at least 1
/// @param seed of prompts, lengths and arrivals
/// @param repeat begin a file again when it has fewer entries than `count`
/// @param counting how prompt lengths are found out
public record WorkloadSpec(
    Dataset dataset, PromptForm form, long count, long seed, boolean repeat, Counting counting) {

  /// The count of a run that only its time ends: a trillion, which no run reaches.
  public static final long UNLIMITED = 1_000_000_000_000L;

  public boolean isUnlimited() {
    return count == UNLIMITED;
  }

  /// How sure the prompts' lengths are before the server tells them.
  public LengthsBy lengths() {
    if (dataset.isSynthetic()) {
      return form.lengths();
    }
    return counting.tokenizer().isPresent() ? LengthsBy.TOKENIZER : LengthsBy.APPROXIMATE;
  }

  WorkloadSpec withForm(PromptForm other) {
    return new WorkloadSpec(dataset, other, count, seed, repeat, counting);
  }
}
