package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configurations that a page shows one by one, the best first. A page is made to be sent, so
/// of a large study it has the best ones and an even choice of the others, and says so; the answer,
/// the counts, effects and failures are always of all.
///
/// @param rows at most [#MOST]
/// @param all how many there are
public record PageRows(List<Row> rows, int all) {

  /// Beyond this many, a page would outgrow three megabytes.
  public static final int MOST = 2000;

  /// All rows where they are few enough; else the frontier that the page begins with, the best half
  /// of what a page can hold, and of the rest as many as there is room for, at equal distances in
  /// the order of the answer. A study without a question has no best half.
  public static PageRows of(List<Row> rows, Optional<Objective> objective, List<Slo> slos) {
    List<Row> ordered = Show.ordered(rows, objective, slos);
    if (ordered.size() <= MOST) {
      return new PageRows(ordered, ordered.size());
    }
    Set<Row> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    ParetoChart.frontier(rows, "interactivity", ParetoChart.usualY(rows)).points().stream()
        .limit(MOST / 4)
        .forEach(spot -> chosen.add(spot.thing()));
    int best = objective.isPresent() ? MOST / 2 : 0;
    chosen.addAll(ordered.subList(0, best));
    int room = MOST - chosen.size();
    for (int i = 0; i < room; i++) {
      chosen.add(ordered.get(best + (int) ((long) i * (ordered.size() - best) / room)));
    }
    return new PageRows(ordered.stream().filter(chosen::contains).toList(), ordered.size());
  }

  /// What is not there, in words; empty where nothing is missing.
  Optional<String> note() {
    return rows.size() == all
        ? Optional.empty()
        : Optional.of(
            "The study has %s configurations. Of them %s are shown: those of the frontier, the best half of"
                    .formatted(NumberText.grouped(all), NumberText.grouped(rows.size()))
                + " them if a goal was given, and others at equal distances. What stands outside of"
                + " this view is of all, and `kneeline show DIR --format csv` has every one.");
  }
}
