package dev.kneeline.store;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the controller decided without measuring: points not worth an attempt, attempts that count
/// no more, and which of several questions a point's runs answer. Kept in `decisions.jsonl`.
///
/// @param pruned by point's canonical text
/// @param superseded folders of attempts that count no more
/// @param current fingerprint by the point's canonical text
record Decisions(Map<String, Pruning> pruned, Set<String> superseded, Map<String, String> current) {

  /// A point that is not attempted while its fingerprint stays.
  record Pruning(Point point, String fingerprint, String reason, Instant at) {}

  private static final String KIND = "decision";
  private static final String PRUNED = "pruned";
  private static final String SUPERSEDED = "superseded";
  private static final String LIFTED = "lifted";
  private static final String CURRENT = "current";

  static Value pruned(
      Point point, String fingerprint, String reason, Instant at, Redaction redaction) {
    return line(PRUNED, at)
        .put("point_id", point.id())
        .put("point", new Value.Entries(redaction.values(point.values())))
        .put("fingerprint", fingerprint)
        .put("reason", redaction.text(reason))
        .value();
  }

  static Value superseded(String folder, Instant at) {
    return line(SUPERSEDED, at).put("folder", folder).value();
  }

  static Value lifted(Point point, Instant at, Redaction redaction) {
    return line(LIFTED, at)
        .put("point_id", point.id())
        .put("point", new Value.Entries(redaction.values(point.values())))
        .value();
  }

  static Value current(Point point, String fingerprint, Instant at, Redaction redaction) {
    return line(CURRENT, at)
        .put("point_id", point.id())
        .put("point", new Value.Entries(redaction.values(point.values())))
        .put("fingerprint", fingerprint)
        .value();
  }

  /// The decisions in force; a later one on the same thing replaces an earlier one.
  static Decisions read(Journal journal, List<Damage> damages) {
    Map<String, Pruning> pruned = new LinkedHashMap<>();
    Set<String> superseded = new HashSet<>();
    Map<String, String> current = new HashMap<>();
    Journal.Content content = journal.read();
    damages.addAll(content.damages());
    List<Fields> unknown = new ArrayList<>();
    for (Fields line : content.lines()) {
      switch (line.text(KIND)) {
        case PRUNED -> {
          Point point = RunFiles.point(line);
          pruned.put(
              point.canonical(),
              new Pruning(
                  point, line.text("fingerprint"), line.text("reason"), line.instant("at")));
        }
        case LIFTED -> pruned.remove(RunFiles.point(line).canonical());
        case SUPERSEDED -> superseded.add(line.text("folder"));
        case CURRENT -> current.put(RunFiles.point(line).canonical(), line.text("fingerprint"));
        default -> unknown.add(line);
      }
    }
    unknown.forEach(
        line -> damages.add(new Damage("decisions.jsonl", "unknown decision " + line.text(KIND))));
    return new Decisions(pruned, superseded, current);
  }

  private static Fields line(String kind, Instant at) {
    return new Fields().put("at", at).put(KIND, kind);
  }
}
