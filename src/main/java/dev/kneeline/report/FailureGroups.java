package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.study.Failure;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What failed, by its kind, the commonest kind first.
public record FailureGroups(List<Group> groups) {

  /// How many of a kind a page shows one by one.
  public static final int SHOWN = 20;

  /// The configurations that one kind of failure ended.
  public record Group(String kind, List<Row> rows) {

    /// Those that a page shows one by one.
    public List<Row> shown() {
      return rows.subList(0, Math.min(SHOWN, rows.size()));
    }
  }

  /// The failures of some rows, those that cannot run at all among them.
  public static FailureGroups of(List<Row> rows) {
    Map<String, List<Row>> byKind = new TreeMap<>();
    for (Row row : rows) {
      of(row)
          .ifPresent(failure ->
              byKind.computeIfAbsent(failure.kind().label(), _ -> new ArrayList<>()).add(row));
    }
    return new FailureGroups(
        byKind.entrySet().stream()
            .map(entry -> new Group(entry.getKey(), List.copyOf(entry.getValue())))
            .sorted((one, other) -> Integer.compare(other.rows().size(), one.rows().size()))
            .toList());
  }

  /// How many configurations failed.
  public long count() {
    return groups.stream().mapToLong(group -> group.rows().size()).sum();
  }

  /// Why a configuration failed, if it did.
  public static Optional<Failure> of(Row row) {
    return switch (row.state()) {
      case TrialState.Failed failed -> Optional.of(failed.failure());
      case TrialState.Unviable unviable -> Optional.of(unviable.reason());
      case TrialState.Waiting _ -> Optional.empty();
      case TrialState.Running _ -> Optional.empty();
      case TrialState.Completed _ -> Optional.empty();
      case TrialState.Pruned _ -> Optional.empty();
    };
  }
}
