package dev.kneeline.metric;

import java.util.Arrays;

/// How much less a series tells than independent values would.
public final class Dependence {

  /// One-sided 5 % of the correlation's spread among independent values, times the root of n.
  private static final double CHANCE = 1.645;

  private Dependence() {}

  /// The rank correlation of each value with the next (Spearman's, at lag 1): -1 to 1, and 0 where
  /// there is none to see. Of 1, 2, 3, 4 it is 1.
  public static double atLagOne(double[] series) {
    if (series.length < 3) {
      return 0;
    }
    double[] ranks = ranks(series);
    int pairs = ranks.length - 1;
    double here = Moments.mean(Arrays.copyOf(ranks, pairs));
    double next = Moments.mean(Arrays.copyOfRange(ranks, 1, ranks.length));
    double both = 0;
    double ofHere = 0;
    double ofNext = 0;
    for (int i = 0; i < pairs; i++) {
      both += (ranks[i] - here) * (ranks[i + 1] - next);
      ofHere += (ranks[i] - here) * (ranks[i] - here);
      ofNext += (ranks[i + 1] - next) * (ranks[i + 1] - next);
    }
    return ofHere == 0 || ofNext == 0 ? 0 : both / Math.sqrt(ofHere * ofNext);
  }

  /// How many independent values the series is worth: n (1 - r) / (1 + r) with the correlation r at
  /// lag 1, the effective sample size of a first-order autoregressive series (Bayley and Hammersley
  /// 1946). 900 values with r = 0.5 are worth 300.
  ///
  /// A correlation that chance explains (r below 1.645 / sqrt(n)) takes nothing off.
  ///
  /// @param series in the order of time
  /// @return from 1 to the number of values; 0 of none
  public static int effectiveCount(double[] series) {
    int count = series.length;
    double correlation = atLagOne(series);
    return correlation * Math.sqrt(count) < CHANCE
        ? count
        : (int) Math.max(1, Math.floor(count * (1 - correlation) / (1 + correlation)));
  }

  /// From 1; equal values share the mean of their ranks.
  private static double[] ranks(double[] values) {
    int[] order = Order.of(values);
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        ranks[order[i]] = (from + to) / 2.0 + 1;
      }
      from = to + 1;
    }
    return ranks;
  }
}
