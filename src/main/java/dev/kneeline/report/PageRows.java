package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The configurations that a page shows one by one, the best first. A page is made to be sent, so
/// of a large study it has the best ones and an even choice of the others, and says so; the answer,
/// the counts, effects and failures are always of all.
///
/// @param rows at most [#MOST]
/// @param all how many there are
public record PageRows(List<Row> rows, int all) {

  /// Beyond this many, a page would outgrow three megabytes.
  public static final int MOST = 2000;

  /// All rows where they are few enough; else the best half of what a page can hold, and of the
  /// rest as many at equal distances in the order of the answer.
  public static PageRows of(List<Row> rows, Optional<Objective> objective, List<Slo> slos) {
    List<Row> ordered = Show.ordered(rows, objective, slos);
    if (ordered.size() <= MOST) {
      return new PageRows(ordered, ordered.size());
    }
    int best = MOST / 2;
    int others = MOST - best;
    List<Row> chosen = new ArrayList<>(ordered.subList(0, best));
    for (int i = 0; i < others; i++) {
      chosen.add(ordered.get(best + (int) ((long) i * (ordered.size() - best) / others)));
    }
    return new PageRows(chosen, ordered.size());
  }

  /// What is not there, in words; empty where nothing is missing.
  Optional<String> note() {
    return rows.size() == all
        ? Optional.empty()
        : Optional.of(
            "The study has %s configurations. Shown here are the %s best and %s of the others, at equal "
                    .formatted(
                        NumberText.grouped(all),
                        NumberText.grouped(MOST / 2),
                        NumberText.grouped(rows.size() - MOST / 2))
                + "distances in the order of the answer; what stands outside of this view is of all"
                + " of them, and `kneeline show DIR --format csv` has every one.");
  }
}
