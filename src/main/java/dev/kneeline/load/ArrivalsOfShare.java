package dev.kneeline.load;

/// Goes through the whole schedule and gives the instants of one share.
final class ArrivalsOfShare implements Arrivals {

  private final Arrivals all;
  private final Share share;
  private boolean begun;

  ArrivalsOfShare(Arrivals all, Share share) {
    this.all = all;
    this.share = share;
  }

  @Override
  public long nextNanos() {
    int others = begun ? share.of() - 1 : share.index();
    begun = true;
    for (int i = 0; i < others; i++) {
      all.nextNanos();
    }
    return all.nextNanos();
  }
}
