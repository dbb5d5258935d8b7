package dev.kneeline.store;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the controller decided without measuring: points not worth an attempt, attempts that count
/// no more, and which of several questions a point's runs answer. Kept in `decisions.jsonl`.
///
/// @param pruned by point
/// @param superseded attempts that count no more
/// @param current by point
record Decisions(
    Map<Point, Pruning> pruned, Set<Superseded> superseded, Map<Point, Current> current) {

  /// A point that is not attempted while its fingerprint stays.
  record Pruning(String fingerprint, String reason) {}

  /// An attempt that counts no more for one point; a server's attempt may still count for others.
  record Superseded(String folder, String pointId) {}

  /// Which of the questions that a point was asked its runs answer, until another is asked.
  record Current(String fingerprint, Instant at) {}

  private static final String KIND = "decision";
  private static final String PRUNED = "pruned";
  private static final String SUPERSEDED = "superseded";
  private static final String LIFTED = "lifted";
  private static final String CURRENT = "current";

  static Value pruned(Point point, String fingerprint, String reason, Instant at) {
    return line(PRUNED, at, point).put("fingerprint", fingerprint).put("reason", reason).value();
  }

  static Value superseded(Superseded attempt, Instant at) {
    return line(SUPERSEDED, at)
        .put("point_id", attempt.pointId())
        .put("folder", attempt.folder())
        .value();
  }

  static Value lifted(Point point, Instant at) {
    return line(LIFTED, at, point).value();
  }

  static Value current(Point point, String fingerprint, Instant at) {
    return line(CURRENT, at, point).put("fingerprint", fingerprint).value();
  }

  /// The decisions in force; a later one on the same thing replaces an earlier one.
  static Decisions read(Journal journal, List<Damage> damages) {
    Decisions decisions = new Decisions(new LinkedHashMap<>(), new HashSet<>(), new HashMap<>());
    Journal.Content content = journal.read();
    damages.addAll(content.damages());
    for (Fields line : content.lines()) {
      try {
        decisions.add(line);
      } catch (IllegalArgumentException damaged) {
        damages.add(new Damage("decisions.jsonl", String.valueOf(damaged.getMessage())));
      }
    }
    return decisions;
  }

  private void add(Fields line) {
    switch (line.text(KIND)) {
      case PRUNED ->
          pruned.put(
              RunFiles.point(line), new Pruning(line.text("fingerprint"), line.text("reason")));
      case LIFTED -> pruned.remove(RunFiles.point(line));
      case SUPERSEDED -> superseded.add(new Superseded(line.text("folder"), line.text("point_id")));
      case CURRENT ->
          current.put(
              RunFiles.point(line), new Current(line.text("fingerprint"), line.instant("at")));
      default -> throw new IllegalArgumentException("unknown decision " + line.text(KIND));
    }
  }

  private static Fields line(String kind, Instant at, Point point) {
    return line(kind, at)
        .put("point_id", point.id())
        .put("point", new Value.Entries(point.values()));
  }

  private static Fields line(String kind, Instant at) {
    return new Fields().put("at", at).put(KIND, kind);
  }
}
