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
/// Strategies are functions of it, so resuming a search needs no saved state of its own. A sweep
/// adds to it with every event, so what came last lies apart: a copy is as large as the square root
/// of the whole.
public final class Study {

  private static final int FEW = 64;

  private final Map<Point, Trial> settled;

  /// Added or replaced since.
  private final Map<Point, Trial> recent;

  private Study(Map<Point, Trial> settled, Map<Point, Trial> recent) {
    this.settled = settled;
    this.recent = recent;
  }

  /// A study in which nothing was measured.
  public static Study empty() {
    return new Study(Map.of(), Map.of());
  }

  /// @throws IllegalArgumentException if two trials share a point
  public static Study of(Collection<Trial> trials) {
    Map<Point, Trial> byPoint = new LinkedHashMap<>();
    for (Trial trial : trials) {
      if (byPoint.put(trial.point(), trial) != null) {
        throw new IllegalArgumentException("two trials of one point: " + trial.point().label());
      }
    }
    return new Study(byPoint, Map.of());
  }

  /// This study with one trial added or replaced.
  public Study with(Trial trial) {
    Map<Point, Trial> next = new LinkedHashMap<>(recent);
    next.put(trial.point(), trial);
    if (next.size() <= FEW || (long) next.size() * next.size() <= settled.size()) {
      return new Study(settled, next);
    }
    Map<Point, Trial> all = new LinkedHashMap<>(settled);
    all.putAll(next);
    return new Study(all, Map.of());
  }

  public Optional<Trial> trial(Point point) {
    return Optional.ofNullable(recent.get(point)).or(() -> Optional.ofNullable(settled.get(point)));
  }

  public List<Trial> trials() {
    Map<Point, Trial> all = new LinkedHashMap<>(settled);
    all.putAll(recent);
    return new ArrayList<>(all.values());
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
