package dev.kneeline.report;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The answers to an SLA search as a table, one line for each configuration and SLA.
public final class SlaTable {

  private SlaTable() {}

  public static Table of(List<SlaAnswer> answers) {
    String variable = answers.isEmpty() ? "load" : answers.getFirst().variable();
    List<List<Cell>> rows = new ArrayList<>();
    for (SlaAnswer answer : answers) {
      rows.add(
          List.of(
              new Cell.Words(answer.configuration()),
              new Cell.Words(answer.sla()),
              new Cell.Words(answer.status()),
              number(answer.value()),
              number(answer.fails()),
              new Cell.Count(answer.probes().size())));
    }
    return new Table(
        List.of(
            new Column("configuration", "configuration", ""),
            new Column("sla", "SLA", ""),
            new Column("status", "answer", ""),
            new Column("value", variable, ""),
            new Column("fails_at", "misses at", ""),
            new Column("runs", "runs", "")),
        rows,
        List.of());
  }

  /// Why each search ended, a line each.
  public static List<String> why(List<SlaAnswer> answers) {
    return answers.stream()
        .map(answer ->
            "%s%s: %s: %s"
                .formatted(
                    answer.configuration().isEmpty() ? "" : answer.configuration() + ", ",
                    answer.sla(),
                    answer.status(),
                    answer.why()))
        .toList();
  }

  /// The answer in words; empty where no configuration carries anything.
  public static Optional<String> sentence(List<SlaAnswer> answers) {
    OptionalInt largest = SlaAnswer.largest(answers);
    if (largest.isEmpty()) {
      return Optional.empty();
    }
    SlaAnswer best = answers.get(largest.getAsInt());
    return Optional.of(
        "Most load: %s %s%s within %s%s."
            .formatted(
                best.variable(),
                best.status().equals("FOUND") ? "" : "at least ",
                NumberText.tick(best.value().orElseThrow()),
                best.sla(),
                best.configuration().isEmpty() ? "" : " with " + best.configuration()));
  }

  private static Cell number(OptionalDouble number) {
    return number.isPresent()
        ? new Cell.Words(NumberText.tick(number.getAsDouble()))
        : new Cell.Absent();
  }
}
