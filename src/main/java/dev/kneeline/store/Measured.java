package dev.kneeline.store;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Point;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A plan held against what a study already has.
///
/// @param answers one for each planned run, in the plan's order
public record Measured(SequencedMap<PlannedRun, Answer> answers) {

  public Measured {
    answers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(answers));
  }

  /// Planned runs that are answered by a committed one.
  public int measured() {
    return count(Answer.Measured.class);
  }

  /// Planned runs that failed before and are left alone.
  public int failed() {
    return count(Answer.Failed.class);
  }

  /// Planned runs that nothing answers.
  public List<PlannedRun> missing() {
    return answers.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Answer.Missing)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Stored runs of planned points that no longer answer, with the reason.
  public List<Answer.Stale> stale() {
    return answers.values().stream()
        .flatMap(answer ->
            answer instanceof Answer.Missing(List<Answer.Stale> stale)
                ? stale.stream()
                : java.util.stream.Stream.empty())
        .toList();
  }

  /// The planned points as a study: a point is completed when every planned repetition is answered.
  public Study study() {
    SequencedMap<Point, List<Map.Entry<PlannedRun, Answer>>> points = new LinkedHashMap<>();
    answers
        .entrySet()
        .forEach(entry ->
            points.computeIfAbsent(entry.getKey().point(), point -> new ArrayList<>()).add(entry));
    List<Trial> trials = new ArrayList<>();
    points.forEach((point, entries) ->
        trials.add(new Trial(point, state(entries.stream().map(Map.Entry::getValue).toList()))));
    return Study.of(trials);
  }

  private static TrialState state(List<Answer> answers) {
    List<Run> runs = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    List<String> pruned = new ArrayList<>();
    int spared = 0;
    for (Answer answer : answers) {
      switch (answer) {
        case Answer.Measured(Run run) -> runs.add(run);
        case Answer.Failed(Failure failure, int _) -> failures.add(failure);
        case Answer.Pruned(String reason) -> pruned.add(reason);
        case Answer.Spared _ -> spared++;
        case Answer.Missing _ -> {}
      }
    }
    runs.sort(Comparator.comparingInt(Run::repetition));
    if (!failures.isEmpty()) {
      return failed(failures.getLast(), runs);
    }
    if (!runs.isEmpty() && runs.size() + spared == answers.size()) {
      return new TrialState.Completed(runs);
    }
    if (!runs.isEmpty()) {
      return new TrialState.Running(runs);
    }
    return pruned.isEmpty() ? new TrialState.Waiting() : new TrialState.Pruned(pruned.getLast());
  }

  /// A server that cannot run a point at all makes it unviable, unless it has run it before.
  static TrialState failed(Failure failure, List<Run> runs) {
    return runs.isEmpty() && failure.kind().unviable()
        ? new TrialState.Unviable(failure)
        : new TrialState.Failed(failure, runs);
  }

  private int count(Class<? extends Answer> type) {
    return (int) answers.values().stream().filter(type::isInstance).count();
  }
}
