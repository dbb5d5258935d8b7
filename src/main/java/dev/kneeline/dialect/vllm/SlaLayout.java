package dev.kneeline.dialect.vllm;

import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.SloOutcome;
import dev.kneeline.search.slo.SloOutcome.Probed;
import dev.kneeline.search.slo.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// vLLM's file of an SLA beside a pair's runs, `SLA--p99_e2el_ms<=200.00.json`, which here holds
/// the answer too.
final class SlaLayout {

  private final Prepared prepared;
  private final SequencedMap<Pair, String> folders;
  private final String variable;

  /// @param variable as vLLM spells it
  SlaLayout(Prepared prepared, String variable) {
    this.prepared = prepared;
    this.folders = FolderNames.of(prepared.pairs());
    this.variable = variable;
  }

  void write(List<SloOutcome> outcomes) {
    for (SloOutcome outcome : outcomes) {
      ObjectNode json = json(outcome);
      for (Pair pair : prepared.pairsOf(outcome.configuration())) {
        Path folder = prepared.experiment().folder().resolve(folders.getOrDefault(pair, ""));
        JsonFiles.write(folder.resolve(name(outcome.sla().limits())), json);
      }
    }
  }

  /// As vLLM names it, with two digits behind the point.
  static String name(List<Slo> limits) {
    return limits.stream()
        .map(slo ->
            String.format(Locale.ROOT, "%s%s%.2f", slo.key(), slo.comparison().sign(), slo.limit()))
        .collect(Collectors.joining("-", "SLA--", ".json"));
  }

  private ObjectNode json(SloOutcome outcome) {
    ObjectNode json = JsonFiles.object();
    json.put("sla", outcome.sla().text());
    json.put("variable", variable);
    switch (outcome.state()) {
      case SloOutcome.State.Answered(Step.Answer answer) -> {
        json.put("status", answer.status().name());
        put(json, "value", answer.value());
        put(json, "fails_at", answer.fails());
        json.put("why", answer.why());
      }
      case SloOutcome.State.Pruned(String reason) -> {
        json.put("status", "PRUNED");
        json.put("why", reason);
      }
      case SloOutcome.State.Open() -> json.put("status", "OPEN");
    }
    ArrayNode points = json.putArray("points");
    for (Probed probed : outcome.probes()) {
      ObjectNode point = points.addObject();
      put(point, variable, OptionalDouble.of(probed.value()));
      point.put("run_number", probed.repetition() - 1);
      point.put("passes", probed.passes());
      put(point, "margin", probed.margin());
      point.put("worst", probed.limit());
      if (!probed.note().isEmpty()) {
        point.put("note", probed.note());
      }
    }
    return json;
  }

  private static void put(ObjectNode json, String key, OptionalDouble number) {
    if (number.isEmpty()) {
      json.putNull(key);
    } else if (Double.isInfinite(number.getAsDouble())) {
      json.put(key, "inf");
    } else {
      json.put(key, number.getAsDouble());
    }
  }
}
