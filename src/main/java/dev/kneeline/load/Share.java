package dev.kneeline.load;

/// Which requests of a schedule one client sends: of every `of` the one numbered `index`, so that
/// all shares together are the whole schedule, request by request and instant by instant.
///
/// @param index from 0
/// @param of how many shares there are
public record Share(int index, int of) {

  private static final Share WHOLE = new Share(0, 1);

  public Share {
    if (index < 0 || index >= of) {
      throw new IllegalArgumentException("there is no share %d of %d".formatted(index, of));
    }
  }

  public static Share whole() {
    return WHOLE;
  }

  public boolean isWhole() {
    return of == 1;
  }

  /// A part of this share: part 1 of 2 of share 0 of 3 is share 3 of 6.
  public Share part(int part, int parts) {
    return new Share(index + of * part, of * parts);
  }

  /// How many of the first `total` requests are this share's: of 10 in three shares 4, 3 and 3. Of
  /// a run without a count there is no end either.
  public long count(long total) {
    return total == WorkloadSpec.UNLIMITED ? total : total / of + (index < total % of ? 1 : 0);
  }

  /// Which of all requests this share's number `own` is.
  long place(long own) {
    return index + own * of;
  }
}
