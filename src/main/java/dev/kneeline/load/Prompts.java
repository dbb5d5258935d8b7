package dev.kneeline.load;

/// A workload's prompts by index: a pure function, so that any client can make its share of them
/// and none needs to be kept.
interface Prompts {

  /// How many there are before they repeat; `Long.MAX_VALUE` for those that never do.
  long distinct();

  Prompt prompt(long index);
}
