package dev.kneeline.analysis;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a study answers to its question: the best configuration that keeps the limits, or why there
/// is none.
public sealed interface Answer {

  /// @param best its row
  /// @param average the objective's metric of that row
  /// @param level rows behind the best whose intervals overlap its own, best first: on this
  ///   evidence they may be as good
  /// @param unsure limits whose number lies inside the interval of the best row's figure, or whose
  ///   figure its sample cannot carry: kept on the mean, not beyond doubt
  record Best(Row best, Average average, List<Row> level, List<Slo> unsure) implements Answer {
    public Best {
      level = List.copyOf(level);
      unsure = List.copyOf(unsure);
    }
  }

  /// No measured configuration keeps every limit.
  ///
  /// @param nearest the one whose worst limit is missed by the smallest share
  /// @param missed the limit that it misses most
  /// @param excess by which share it misses it; infinite where the figure is absent
  record NoneMeets(Row nearest, Slo missed, double excess) implements Answer {}

  /// Nothing was measured that has the objective's metric.
  record NothingMeasured() implements Answer {}

  /// The answer of some rows. Limits are judged on the mean over repetitions.
  static Answer of(List<Row> rows, Objective objective, List<Slo> slos) {
    List<Row> measured =
        rows.stream().filter(row -> row.average(objective.key()).isPresent()).toList();
    if (measured.isEmpty()) {
      return new NothingMeasured();
    }
    List<Row> keeping = ranked(measured, objective, slos);
    return keeping.isEmpty() ? nearest(measured, slos) : best(keeping, objective, slos);
  }

  /// The rows that keep every limit and have the objective's metric, best first; equal ones in the
  /// order in which they came.
  static List<Row> ranked(List<Row> rows, Objective objective, List<Slo> slos) {
    record Candidate(Row row, double mean) {}
    Comparator<Candidate> bestFirst = Comparator.comparing(Candidate::mean, objective.bestFirst());
    return rows.stream()
        .filter(row -> slos.stream().allMatch(slo -> keeps(row, slo)))
        .flatMap(row ->
            row.average(objective.key()).stream()
                .map(average -> new Candidate(row, average.mean())))
        .sorted(bestFirst)
        .map(Candidate::row)
        .toList();
  }

  /// Whether a row keeps a limit on its mean; one without the figure does not.
  static boolean keeps(Row row, Slo slo) {
    return row.average(slo.key()).filter(average -> slo.holds(average.mean())).isPresent();
  }

  private static Best best(List<Row> keeping, Objective objective, List<Slo> slos) {
    Row first = keeping.getFirst();
    Average average = first.average(objective.key()).orElseThrow();
    List<Row> level = new ArrayList<>();
    for (Row row : keeping.subList(1, keeping.size())) {
      if (overlap(average, row.average(objective.key()).orElseThrow())) {
        level.add(row);
      }
    }
    List<Slo> unsure = slos.stream().filter(slo -> unsure(first, slo)).toList();
    return new Best(first, average, level, unsure);
  }

  private static boolean overlap(Average one, Average other) {
    return one.low() <= other.high() && other.low() <= one.high();
  }

  private static boolean unsure(Row row, Slo slo) {
    Optional<Average> average = row.average(slo.key());
    return average.isEmpty()
        || !average.get().reliable()
        || !(slo.holds(average.get().low()) && slo.holds(average.get().high()));
  }

  private static NoneMeets nearest(List<Row> measured, List<Slo> slos) {
    Comparator<Row> byWorst = Comparator.comparingDouble(row -> excess(row, worst(row, slos)));
    Row nearest = measured.stream().min(byWorst).orElseThrow();
    Slo missed = worst(nearest, slos);
    return new NoneMeets(nearest, missed, excess(nearest, missed));
  }

  private static Slo worst(Row row, List<Slo> slos) {
    return slos.stream()
        .filter(slo -> !keeps(row, slo))
        .max(Comparator.comparingDouble(slo -> excess(row, slo)))
        .orElseThrow();
  }

  private static double excess(Row row, Slo slo) {
    return row.average(slo.key())
        .map(average -> slo.excess(average.mean()))
        .orElse(Double.POSITIVE_INFINITY);
  }
}
