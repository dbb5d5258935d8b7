package dev.kneeline.dialect.results;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// What an import did, in numbers and names.
public final class ImportReport {

  private final Map<ResultFormat, Integer> formats = new TreeMap<>();
  private final SequencedMap<String, Integer> unmapped = new LinkedHashMap<>();
  private final SequencedMap<Path, String> leftOut = new LinkedHashMap<>();
  private final SequencedMap<Path, String> unreadable = new LinkedHashMap<>();
  private final SequencedMap<String, Set<Value>> parameters = new LinkedHashMap<>();
  private final Set<Point> points = new HashSet<>();
  private int imported;
  private int alreadyThere;

  ImportReport() {}

  void found(FoundRun run) {
    formats.merge(run.format(), 1, Integer::sum);
    run.unmapped().forEach(name -> unmapped.merge(name, 1, Integer::sum));
    run.point()
        .values()
        .forEach((name, value) ->
            parameters.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(value));
  }

  void imported(FoundRun run) {
    imported++;
    points.add(run.point());
  }

  void alreadyThere() {
    alreadyThere++;
  }

  void leftOut(Path file, String reason) {
    leftOut.put(file, reason);
  }

  void unreadable(Path file, String reason) {
    unreadable.put(file, reason);
  }

  /// Runs that were read, by whose they are.
  public Map<ResultFormat, Integer> formats() {
    return Map.copyOf(formats);
  }

  /// Runs that the study has now and had not before.
  public int imported() {
    return imported;
  }

  /// Configurations that the new runs are of.
  public int points() {
    return points.size();
  }

  /// Runs that the study had already, by the hash of their file.
  public int known() {
    return alreadyThere;
  }

  /// Names of the tools' that are neither metric nor parameter here, and in how many runs.
  public SequencedMap<String, Integer> unmapped() {
    return unmapped;
  }

  /// Files that tell no run of their own, with the reason.
  public SequencedMap<Path, String> leftOut() {
    return leftOut;
  }

  /// Files that cannot be read, with the reason.
  public SequencedMap<Path, String> unreadable() {
    return unreadable;
  }

  /// Parameters that differ between runs, each with how many values.
  public SequencedMap<String, Integer> varying() {
    SequencedMap<String, Integer> varying = new LinkedHashMap<>();
    parameters.forEach((name, values) -> {
      if (values.size() > 1) {
        varying.put(name, values.size());
      }
    });
    return varying;
  }

  /// For the study's provenance.
  SequencedMap<String, Value> facts(List<Path> sources) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put(
        "imported_from",
        new Value.Items(
            sources.stream().map(each -> Value.of(each.toAbsolutePath().toString())).toList()));
    facts.put("imported_runs", Value.of(imported));
    SequencedMap<String, Value> counts = new LinkedHashMap<>();
    formats.forEach((format, count) -> counts.put(format.word(), Value.of(count)));
    facts.put("formats", new Value.Entries(counts));
    SequencedMap<String, Value> names = new LinkedHashMap<>();
    unmapped.forEach((name, count) -> names.put(name, Value.of(count)));
    facts.put("unmapped", new Value.Entries(names));
    return facts;
  }
}
