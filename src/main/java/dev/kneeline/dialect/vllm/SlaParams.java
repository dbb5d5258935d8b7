package dev.kneeline.dialect.vllm;

import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.Sla;
import dev.kneeline.sweep.Documents;
import dev.kneeline.sweep.Node;
import dev.kneeline.sweep.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `--sla-params`: a list of records metric to `"<=200"`, or names to such records. The
/// limits of one record must all hold.
///
/// Every problem is told with its line and column, all of them at once.
final class SlaParams {

  private static final String EXAMPLE = "write [{\"p99_e2el_ms\": \"<=200\"}]";

  private final Problems problems;

  SlaParams(Problems problems) {
    this.problems = problems;
  }

  /// The SLAs in order; those with a problem are left out.
  List<Sla> read(Path file) {
    Optional<Node> node = Documents.read(file, problems);
    if (node.isEmpty()) {
      return List.of();
    }
    List<Sla> slas = new ArrayList<>();
    switch (node.get()) {
      case Node.Sequence list -> list.items().forEach(item -> record(item).ifPresent(slas::add));
      case Node.Mapping map ->
          map.entries().forEach(entry -> record(entry.value()).ifPresent(slas::add));
      case Node.Scalar scalar ->
          problems.error(
              scalar.span(), "SLAs are a list of records, not " + scalar.describe(), EXAMPLE);
    }
    if (slas.isEmpty() && !problems.hasErrors()) {
      problems.error(node.get().span(), "the file has no SLA, so nothing would be sought", EXAMPLE);
    }
    return slas;
  }

  private Optional<Sla> record(Node node) {
    if (!(node instanceof Node.Mapping map)) {
      problems.error(node.span(), "an SLA is a record of limits, not " + node.describe(), EXAMPLE);
      return Optional.empty();
    }
    List<Slo> limits = new ArrayList<>();
    for (Node.Entry entry : map.entries()) {
      limit(entry).ifPresent(limits::add);
    }
    if (map.entries().isEmpty()) {
      problems.error(map.span(), "an SLA without a limit is met by everything", EXAMPLE);
    }
    return limits.size() == map.entries().size() && !limits.isEmpty()
        ? Optional.of(new Sla(limits))
        : Optional.empty();
  }

  private Optional<Slo> limit(Node.Entry entry) {
    String metric = entry.key().text();
    if (!(entry.value() instanceof Node.Scalar scalar)
        || !scalar.text().strip().matches("(?s)(<=|>=|<|>).*")) {
      problems.error(
          entry.value().span(),
          "%s is no limit on '%s'".formatted(entry.value().describe(), metric),
          "write \"<=200\"; <=, >=, < and > are known");
      return Optional.empty();
    }
    return switch (Slo.parse(metric + " " + scalar.text())) {
      case Parsed.Good<Slo>(Slo slo) -> Optional.of(slo);
      case Parsed.Bad<Slo>(String message, String hint) -> {
        boolean known = Metrics.find(metric).isPresent();
        problems.error(known ? scalar.span() : entry.key().span(), message, hint);
        yield Optional.empty();
      }
    };
  }
}
