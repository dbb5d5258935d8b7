package dev.kneeline.study;

import dev.kneeline.space.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sweep's answers so far: an immutable map from point to trial, in the order of first mention.
///
/// Strategies are functions of it, so resuming a search needs no saved state of its own.
public final class Study {

  private final Map<String, Trial> trials;

  private Study(Map<String, Trial> trials) {
    this.trials = trials;
  }

  /// A study in which nothing was measured.
  public static Study empty() {
    return new Study(Map.of());
  }

  /// @throws IllegalArgumentException if two trials share a point
  public static Study of(Collection<Trial> trials) {
    Map<String, Trial> byId = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (byId.put(trial.point().id(), trial) != null) {
        throw new IllegalArgumentException("two trials of one point: " + trial.point().label());
      }
    }
    return new Study(byId);
  }

  /// This study with one trial added or replaced.
  public Study with(Trial trial) {
    Map<String, Trial> next = new LinkedHashMap<>(trials);
    next.put(trial.point().id(), trial);
    return new Study(next);
  }

  public Optional<Trial> trial(Point point) {
    return Optional.ofNullable(trials.get(point.id()));
  }

  public List<Trial> trials() {
    return new ArrayList<>(trials.values());
  }

  /// Whether the point needs no further attempt: it is completed, failed, unviable or pruned.
  public boolean settled(Point point) {
    return trial(point)
        .map(trial ->
            switch (trial.state()) {
              case TrialState.Waiting waiting -> false;
              case TrialState.Running running -> false;
              case TrialState.Completed completed -> true;
              case TrialState.Failed failed -> true;
              case TrialState.Unviable unviable -> true;
              case TrialState.Pruned pruned -> true;
            })
        .orElse(false);
  }
}
