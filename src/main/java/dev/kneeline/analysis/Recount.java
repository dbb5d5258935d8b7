package dev.kneeline.analysis;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/// How figures that were computed again differ from those that were kept, over many runs.
public final class Recount {

  /// Differences up to this share of the larger figure are those of rounding.
  public static final double TOLERANCE = 1e-9;

  private final SequencedMap<String, Change> changes = new LinkedHashMap<>();
  private int identical;
  private int different;

  /// A metric whose figures differ.
  ///
  /// @param runs in how many runs
  /// @param largest difference as a share of the larger figure: 0.05 of 95 and 100, infinite where
  ///   one of them is absent, 0 where only the mark of a too small sample differs
  public record Change(String key, int runs, double largest) {}

  /// Takes in one run.
  ///
  /// @return whether nothing differs
  public boolean add(Figures kept, Figures computed) {
    Set<String> keys = new LinkedHashSet<>(kept.keys());
    keys.addAll(computed.keys());
    boolean same = true;
    for (String key : keys) {
      Figure before = kept.figure(key);
      Figure after = computed.figure(key);
      double difference = difference(before.value(), after.value());
      if (difference > TOLERANCE || before.reliable() != after.reliable()) {
        changes.merge(key, new Change(key, 1, difference), Recount::both);
        same = false;
      }
    }
    identical += same ? 1 : 0;
    different += same ? 0 : 1;
    return same;
  }

  /// Runs of which every figure is what it was.
  public int identical() {
    return identical;
  }

  /// Runs of which some figure is not.
  public int different() {
    return different;
  }

  /// The metrics that differ, in the order in which runs have them.
  public List<Change> changes() {
    return List.copyOf(changes.values());
  }

  private static Change both(Change one, Change other) {
    return new Change(
        one.key(), one.runs() + other.runs(), Math.max(one.largest(), other.largest()));
  }

  private static double difference(OptionalDouble before, OptionalDouble after) {
    if (before.isEmpty() || after.isEmpty()) {
      return before.isPresent() == after.isPresent() ? 0 : Double.POSITIVE_INFINITY;
    }
    double one = before.getAsDouble();
    double other = after.getAsDouble();
    if (one == other) {
      return 0;
    }
    double larger = Math.max(Math.abs(one), Math.abs(other));
    return Double.isFinite(larger) ? Math.abs(one - other) / larger : Double.POSITIVE_INFINITY;
  }
}
