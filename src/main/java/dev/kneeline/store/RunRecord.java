package dev.kneeline.store;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What measuring one repetition gave, to be committed.
///
/// @param figures the metrics
/// @param verdict the client's word on them
/// @param origin what answered
/// @param cost what it took
/// @param raw name inside the attempt's folder of the file the figures come from; empty for none
/// @param window over which rates were taken, where the client tells
/// @param facts whatever else is worth keeping, such as the client's own checks
/// @param notes for people, such as a parameter that did not take effect
public record RunRecord(
    Figures figures,
    Verdict verdict,
    Origin origin,
    Run.Cost cost,
    String raw,
    Optional<Window> window,
    SequencedMap<String, Value> facts,
    List<String> notes) {

  public RunRecord {
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    notes = List.copyOf(notes);
  }

  /// A record without window, facts and notes.
  public static RunRecord of(
      Figures figures, Verdict verdict, Origin origin, Run.Cost cost, String raw) {
    return new RunRecord(
        figures, verdict, origin, cost, raw, Optional.empty(), new LinkedHashMap<>(), List.of());
  }

  public RunRecord withWindow(Window newWindow) {
    return new RunRecord(figures, verdict, origin, cost, raw, Optional.of(newWindow), facts, notes);
  }

  public RunRecord withFacts(Map<String, Value> newFacts) {
    return new RunRecord(
        figures, verdict, origin, cost, raw, window, new LinkedHashMap<>(newFacts), notes);
  }

  public RunRecord withNotes(List<String> newNotes) {
    return new RunRecord(figures, verdict, origin, cost, raw, window, facts, newNotes);
  }
}
