package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import java.util.Iterator;
import java.util.List;

/// The records of a run, in memory or in a file; may be gone through as often as needed.
public interface Samples extends Iterable<Sample> {

  long count();

  /// The records in memory, for the few that want a list of a run that is known to be small.
  default List<Sample> toList() {
    java.util.ArrayList<Sample> list = new java.util.ArrayList<>();
    forEach(list::add);
    return List.copyOf(list);
  }

  static Samples of(List<Sample> samples) {
    List<Sample> kept = List.copyOf(samples);
    return new Samples() {
      @Override
      public long count() {
        return kept.size();
      }

      @Override
      public Iterator<Sample> iterator() {
        return kept.iterator();
      }

      @Override
      public List<Sample> toList() {
        return kept;
      }
    };
  }
}
