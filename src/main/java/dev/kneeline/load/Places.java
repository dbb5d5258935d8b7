package dev.kneeline.load;

/// Places in the run's order: those of a share, from a place on.
///
/// @param from the first place of all shares together
/// @param count how many of this share
record Places(long from, Share share, long count) {

  /// Every place from `from` on.
  static Places all(long from, long count) {
    return new Places(from, Share.whole(), count);
  }

  long place(long own) {
    return from + share.place(own);
  }
}
