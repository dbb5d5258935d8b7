package dev.kneeline.load;

import java.util.Optional;

/// A workload's prompts by index: a pure function, so that any client can make its share of them
/// and none needs to be kept.
interface Prompts {

  /// How many there are before they repeat; `Long.MAX_VALUE` for those that never do.
  long distinct();

  /// The prompt of an index below [#distinct].
  Prompt prompt(long index);

  /// When they are to be sent, for a workload that brings its own times.
  default Optional<Arrivals> schedule() {
    return Optional.empty();
  }

  /// The sessions that the prompts belong to, for a workload of several turns.
  default Optional<Conversations> conversations() {
    return Optional.empty();
  }
}
