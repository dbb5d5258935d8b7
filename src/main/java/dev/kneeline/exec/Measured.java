package dev.kneeline.exec;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// How applying one load went.
sealed interface Measured {

  /// It gave figures.
  ///
  /// @param raw name in the run's folder of the file they come from; empty for none
  /// @param facts what the client noted about itself
  record Taken(
      Figures figures,
      Verdict verdict,
      String raw,
      Optional<Window> window,
      SequencedMap<String, Value> facts,
      List<String> notes)
      implements Measured {

    Taken withNotes(List<String> before) {
      List<String> all = new ArrayList<>(before);
      all.addAll(notes);
      return new Taken(figures, verdict, raw, window, facts, List.copyOf(all));
    }
  }

  /// It gave none, or none that may count.
  record Failed(Failure failure) implements Measured {}

  /// It was cancelled: as if it had never begun.
  record Dropped() implements Measured {}
}
