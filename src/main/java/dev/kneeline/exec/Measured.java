package dev.kneeline.exec;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /// With what the GPUs drew: the window is the one of the figures, or as long as the benchmark
    /// command says, and ends where the load ended.
    Taken withEnergy(Path machine, int gpus, double endSeconds) {
      double seconds = window.map(Window::seconds).orElse(figures.value("duration").orElse(0));
      Figures all = Energy.with(figures, machine, gpus, endSeconds, seconds);
      SequencedMap<String, Value> more = new LinkedHashMap<>(facts);
      if (gpus > 0) {
        more.put(Energy.ENDED, Value.of(endSeconds));
      }
      return new Taken(all, verdict, raw, window, more, notes);
    }

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
